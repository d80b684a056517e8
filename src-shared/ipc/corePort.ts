/**
 * The messages on the port between a window and the core, and the two ends of it. Both ends parse what they receive;
 * a request that does not fit its channel is answered with `E_REQUEST` and goes no further.
 */
import * as v from 'valibot'
import { notice, type Notice } from '../base/codes.ts'
import { err, ok, type Result } from '../base/result.ts'
import {
  coreChannels,
  coreEvents,
  type CoreApi,
  type CoreChannel,
  type CoreEvent,
  type CoreInput,
  type CoreOutput,
  type CorePayload,
} from './coreChannels.ts'
import { noticeShape } from './shapes.ts'

export { CORE_PORT_MESSAGE } from './portMessage.ts'

/** The part of a MessagePort that the ends need; the DOM's and Electron's are adapted to it where they are made. */
export interface CorePort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** The other end is gone for good. */
  onClose(listener: () => void): void
  close(): void
}

const isChannel = (name: string): name is CoreChannel => Object.hasOwn(coreChannels, name)
const isEvent = (name: string): name is CoreEvent => Object.hasOwn(coreEvents, name)

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const ask = v.strictObject({
  type: v.literal('ask'),
  id,
  channel: v.pipe(v.string(), v.check(isChannel)),
  input: v.unknown(),
})
const answer = v.strictObject({
  type: v.literal('answer'),
  id,
  result: v.variant('ok', [
    v.strictObject({ ok: v.literal(true), value: v.unknown() }),
    v.strictObject({ ok: v.literal(false), error: noticeShape }),
  ]),
})
const event = v.strictObject({
  type: v.literal('event'),
  name: v.pipe(v.string(), v.check(isEvent)),
  payload: v.unknown(),
})

// --- the core's end --------------------------------------------------------------------------------------------------

export interface CoreServer {
  emit<E extends CoreEvent>(name: E, payload: CorePayload<E>): void
}

/**
 * Answers what arrives on the port. A handler that throws is a fault of ours: it is reported to `onFault` and answered
 * with `E_CORE`, so that the window's question does not hang.
 */
export function serveCore(
  port: CorePort,
  api: CoreApi,
  onFault: (channel: string, cause: unknown) => void,
): CoreServer {
  port.onMessage((raw) => {
    const request = v.safeParse(ask, raw)
    if (!request.success) return onFault('?', new Error(`not a request: ${v.summarize(request.issues)}`))
    const { id, channel, input } = request.output
    void answerTo(channel as CoreChannel, input, api, onFault).then((result) =>
      port.post({ type: 'answer', id, result }),
    )
  })
  return { emit: (name, payload) => port.post({ type: 'event', name, payload }) }
}

async function answerTo(
  channel: CoreChannel,
  raw: unknown,
  api: CoreApi,
  onFault: (channel: string, cause: unknown) => void,
): Promise<Result<unknown, Notice>> {
  const input = v.safeParse(coreChannels[channel].input, raw)
  if (!input.success) return err(notice('E_REQUEST', { detail: channel }))
  try {
    return await (api[channel] as (input: unknown) => Promise<Result<unknown, Notice>>)(input.output)
  } catch (cause) {
    onFault(channel, cause)
    return err(notice('E_CORE'))
  }
}

// --- the window's end ------------------------------------------------------------------------------------------------

export interface CoreClient {
  /** Resolves with what the core answered; `E_CORE` when it ended before answering. Never rejects. */
  call<C extends CoreChannel>(channel: C, input: CoreInput<C>): Promise<Result<CoreOutput<C>, Notice>>
  on<E extends CoreEvent>(name: E, listener: (payload: CorePayload<E>) => void): () => void
  /** Runs once when the core is gone: connect again (`core.connect`). */
  onClose(listener: () => void): () => void
  close(): void
}

export function connectCore(port: CorePort): CoreClient {
  const waiting = new Map<
    number,
    { readonly channel: CoreChannel; readonly settle: (r: Result<unknown, Notice>) => void }
  >()
  const listeners = new Map<CoreEvent, Set<(payload: unknown) => void>>()
  const closers = new Set<() => void>()
  let nextId = 0
  let closed = false

  const finish = (): void => {
    if (closed) return
    closed = true
    for (const { settle } of waiting.values()) settle(err(notice('E_CORE')))
    waiting.clear()
    for (const closer of closers) closer()
  }
  const take = (raw: unknown): void => {
    const answered = v.safeParse(answer, raw)
    if (answered.success) return settleOne(answered.output)
    const told = v.safeParse(event, raw)
    if (told.success) tell(told.output.name as CoreEvent, told.output.payload)
  }
  const settleOne = ({ id, result }: v.InferOutput<typeof answer>): void => {
    const one = waiting.get(id)
    if (one === undefined) return
    waiting.delete(id)
    if (!result.ok) return one.settle(result)
    const output = v.safeParse(coreChannels[one.channel].output, result.value)
    one.settle(output.success ? ok(output.output) : err(notice('E_REQUEST', { detail: `answer of ${one.channel}` })))
  }
  const tell = (name: CoreEvent, raw: unknown): void => {
    const payload = v.safeParse(coreEvents[name], raw)
    if (payload.success) for (const listener of listeners.get(name) ?? []) listener(payload.output)
  }

  port.onMessage(take)
  port.onClose(finish)
  return {
    call: (channel, input) =>
      new Promise((resolve) => {
        if (closed) return resolve(err(notice('E_CORE')))
        const id = nextId++
        // The answer was parsed by the channel's own schema before it gets here.
        waiting.set(id, { channel, settle: (result) => resolve(result as Result<never, Notice>) })
        port.post({ type: 'ask', id, channel, input })
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener as (payload: unknown) => void)
      return () => void set.delete(listener as (payload: unknown) => void)
    },
    onClose: (listener) => {
      closers.add(listener)
      return () => void closers.delete(listener)
    },
    close: () => {
      port.close()
      finish()
    },
  }
}
