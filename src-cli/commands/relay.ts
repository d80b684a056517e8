import { UsageError } from '../answer.ts'

/** Where a relay listens and keeps its folder. */
export type RelayOptions = { readonly port: number; readonly host: string; readonly data: string }

export function relayOptions(given: {
  readonly port: string
  readonly host: string
  readonly data?: string
}): RelayOptions {
  const port = Number(given.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError('--port takes a number from 0 to 65535.')
  if (given.data === undefined) throw new UsageError('A relay needs a folder of its own: --data DIR.')
  return { port, host: given.host, data: given.data }
}
