import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { notice } from '#shared/base/codes.ts'
import { err, ok } from '#shared/base/result.ts'
import { coreChannels, type CoreApi } from '#shared/ipc/coreChannels.ts'
import { connectCore, serveCore, type CorePort } from '#shared/ipc/corePort.ts'

const planId = 'ab'.repeat(32)

/** Node's MessagePort clones and delivers as a browser's does. */
function ports(): readonly [CorePort, CorePort, MessageChannel] {
  const channel = new MessageChannel()
  const adapt = (port: MessageChannel['port1']): CorePort => ({
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  })
  return [adapt(channel.port1), adapt(channel.port2), channel]
}

const apiOf = (some: Partial<CoreApi>): CoreApi =>
  new Proxy(some as CoreApi, { get: (target, name) => Reflect.get(target, name) ?? (async () => ok(null)) })

test('[SH10] a request is answered by its own handler, bytes and all', async () => {
  const [near, far] = ports()
  serveCore(
    far,
    apiOf({
      'document.submit': async ({ changes }) => ok({ lastSeq: changes.length, heads: [planId] }),
      'document.bytes': async () => ok(new Uint8Array([1, 2, 3])),
      'plans.open': async () => err(notice('E_NO_PLAN')),
    }),
    () => {},
  )
  const core = connectCore(near)
  const answers = await Promise.all([
    core.call('document.submit', { planId, leaseId: 1, changes: [new Uint8Array([9]), new Uint8Array([8])] }),
    core.call('document.bytes', { planId }),
    core.call('plans.open', { planId }),
  ])
  expect(answers).toEqual([
    ok({ lastSeq: 2, heads: [planId] }),
    ok(new Uint8Array([1, 2, 3])),
    err({ code: 'E_NO_PLAN' }),
  ])
  core.close()
})

test('[SH11] what does not fit its channel is refused on the side that receives it', async () => {
  const [near, far, channel] = ports()
  const faults: string[] = []
  const reached: unknown[] = []
  const api = apiOf({
    'plan.invite': async (input) => {
      reached.push(input)
      return ok({ grant: 'ab', link: 'x', notAfter: 1 })
    },
    // A faulty core: the window must not take it for a status.
    'plan.status': (async () => ok({ planId, title: 5 })) as unknown as CoreApi['plan.status'],
    'plan.flush': undefined,
  } as Partial<CoreApi>)
  serveCore(far, api, (name) => faults.push(name))
  const core = connectCore(near)

  const refused = err({ code: 'E_REQUEST', params: { detail: 'plan.invite' } })
  for (const bad of [
    { planId: 'x', invite: {} },
    { planId, invite: { maxUses: -1 } },
    { planId, invite: { role: 'king' } },
    { planId, invite: {}, path: '/etc/passwd' },
  ]) {
    expect(await core.call('plan.invite', bad as never)).toEqual(refused)
  }
  const huge = { planId, leaseId: 0, changes: [new Uint8Array(9 * 1024 * 1024)] }
  expect(await core.call('document.submit', huge)).toMatchObject({ error: { params: { detail: 'document.submit' } } })
  expect(await core.call('plan.status', { planId })).toEqual(
    err({ code: 'E_REQUEST', params: { detail: 'answer of plan.status' } }),
  )
  expect(reached).toEqual([])

  for (const nonsense of [null, 7, { type: 'ask', id: 1, channel: 'constructor', input: {} }, { type: 'ask' }]) {
    channel.port1.postMessage(nonsense)
  }
  expect(await core.call('document.flush', { planId })).toEqual(ok(null))
  expect(faults).toEqual(['?', '?', '?', '?'])
  core.close()
})

test('[SH12] when the core goes, every open question is answered and the window is told once', async () => {
  const [near, far] = ports()
  serveCore(far, apiOf({ 'document.bytes': () => new Promise(() => {}) }), () => {})
  const core = connectCore(near)
  const closed: number[] = []
  core.onClose(() => closed.push(1))
  const open = core.call('document.bytes', { planId })
  far.close()
  expect(await open).toEqual(err({ code: 'E_CORE' }))
  expect(await core.call('plans.list', {})).toEqual(err({ code: 'E_CORE' }))
  expect(closed).toEqual([1])
})

test('[SH10] events reach those who listen, until they stop', async () => {
  const [near, far] = ports()
  const server = serveCore(far, apiOf({}), () => {})
  const core = connectCore(near)
  const seen: unknown[] = []
  const stop = core.on('changes', (event) => seen.push(event))
  const change = { planId, event: { kind: 'changes' as const, changes: [new Uint8Array([1])], heads: [] } }
  server.emit('changes', change)
  server.emit('changes', { planId, event: { kind: 'nonsense' } } as never)
  await core.call('plan.connect', { planId })
  stop()
  server.emit('changes', change)
  await core.call('plan.connect', { planId })
  expect(seen).toEqual([change])
  core.close()
})

test('[SH13] no channel takes a path, a file or code', () => {
  const names = Object.values(coreChannels).flatMap(({ input }) => Object.keys('entries' in input ? input.entries : {}))
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name) => /path|file|folder|script|command/i.test(name))).toEqual([])
})
