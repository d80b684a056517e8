// Attacks on the built app that need a plan, another program or a look from outside (docs/specs/electron-attacks.md); those on
// the page alone are in security.spec.ts.
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import sodium from 'libsodium-wrappers'
import { fromHex } from '#shared/base/bytes.ts'
import { storageKey } from '#shared/base/crypto.ts'
import { openSecrets } from '#shared/core/epochs.ts'
import { decodeLocalState } from '#shared/core/localState.ts'
import { makeVault } from '#shared/core/sealed.ts'
import { decodeKeyFile, unlockPlain } from '#node/keys/keyFile.ts'
import { formsOf, namesIn, namesInMemory, type Needle } from '#test/helpers/processMemory.ts'
import { choose } from './harness/dialogs.ts'
import { launchAplec, makeFolder, removeFolders, type Aplec } from './harness/launchAplec.ts'
import { addCards, card, saysSaved, startPlan } from './window/asPeopleDo.ts'

const projectRoot = resolve(import.meta.dirname, '../..')
const MARKUP = [
  '<img src=x onerror="globalThis.taken=1">',
  '"><script>globalThis.taken=1</script>',
  '<svg onload=globalThis.taken=1>',
]

let aplec: Aplec
/** A host on this computer that counts who comes. */
let host: Server
let visits = 0

test.beforeAll(async () => {
  await sodium.ready
  host = createServer((_request, response) => {
    visits += 1
    response.end('x')
  })
  await new Promise<void>((done) => host.listen(0, '127.0.0.1', done))
  aplec = await launchAplec()
  await startPlan(aplec.window, MARKUP[0]!, MARKUP[1]!)
  await addCards(aplec.window, 'Proposed', [MARKUP[2]!])
})
test.afterAll(async () => {
  await aplec.close()
  host.close()
  await removeFolders()
})

const isTaken = (): Promise<boolean> =>
  aplec.window.evaluate(() => Object.hasOwn(globalThis, 'taken') || 'polluted' in Object.prototype)
const plans = (): readonly string[] => readdirSync(join(aplec.folder, 'member/plans'))

test('[EA1] markup in the names of plan, person and project and in a comment is text in every view', async () => {
  const page = aplec.window
  await card(page, MARKUP[2]!).click()
  await page.getByRole('textbox', { name: 'Write a comment' }).fill(MARKUP.join(' '))
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(MARKUP.join(' ')).first()).toBeVisible()
  await page.keyboard.press('Escape')
  for (const view of ['Document', 'People', 'Board']) {
    await page.getByRole('link', { name: view, exact: true }).first().click()
    await expect(page.getByText(MARKUP[view === 'People' ? 1 : 2]!).first()).toBeVisible()
  }
  expect(await page.locator('img[src="x"], script:not([src]), svg[onload]').count()).toBe(0)
  expect(await isTaken()).toBe(false)
  await saysSaved(page)
})

test('[EA3] a picture with a script in it is a file and no picture, and nothing of it runs', async () => {
  const page = aplec.window
  await card(page, MARKUP[2]!).click()
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.taken=1"><script>globalThis.taken=1</script></svg>'
  for (const [name, mimeType] of [
    ['a.svg', 'image/svg+xml'],
    ['b.png', 'image/png'],
  ] as const) {
    await choose(page, () => page.getByRole('button', { name: 'Add a file…' }).click(), { name, mimeType, buffer: Buffer.from(`${svg}<!--${name}-->`) }) // prettier-ignore
    await expect(page.getByRole('button', { name: `Save a copy: ${name}` })).toBeVisible()
  }
  await saysSaved(page)
  expect(await page.locator('img.file-thumb, embed, object').count()).toBe(0)
  expect(await isTaken()).toBe(false)
  await page.keyboard.press('Escape')
})

test('[EA7] a webview stays an unknown element: no page comes to be', async () => {
  const pages = () => aplec.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
  const before = await pages()
  await aplec.window.evaluate(() => {
    const view = document.createElement('webview')
    for (const [name, value] of [['src', 'https://example.org/'], ['nodeintegration', ''], ['preload', 'file:///x.js']]) view.setAttribute(name!, value!) // prettier-ignore
    document.body.append(view)
  })
  await aplec.window.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))))
  expect(await aplec.window.evaluate(() => 'getWebContentsId' in document.querySelector('webview')!)).toBe(false)
  expect(await pages()).toBe(before)
  await aplec.window.evaluate(() => document.querySelector('webview')?.remove())
})

test('[EA10] nothing of the page reaches a host, however it asks', async () => {
  const { port } = host.address() as AddressInfo
  const heard = await aplec.window.evaluate(async (at) => {
    const url = `http://127.0.0.1:${at}/`
    const tries: (() => unknown)[] = [
      () => fetch(url, { mode: 'no-cors' }),
      () => navigator.sendBeacon(url, 'x'),
      () => new WebSocket(url.replace('http', 'ws')),
      () => new EventSource(url),
      () => void (new Image().src = `${url}a.png`),
      () => new Audio(`${url}a.mp3`).play(),
      () => new Worker(`${url}w.js`),
      () => import(/* @vite-ignore */ `${url}m.js`),
      () => {
        const request = new XMLHttpRequest()
        request.open('GET', url)
        request.send()
      },
    ]
    for (const [tag, name] of [
      ['link', 'href'],
      ['script', 'src'],
      ['iframe', 'src'],
      ['object', 'data'],
      ['video', 'src'],
    ])
      // prettier-ignore
      tries.push(() => {
        const element = document.createElement(tag!)
        element.setAttribute(name!, url)
        if (tag === 'link') element.setAttribute('rel', 'stylesheet')
        document.head.append(element)
      })
    const done: boolean[] = []
    for (const one of tries) {
      try {
        await Promise.race([one(), new Promise((go) => setTimeout(go, 30))])
        done.push(true)
      } catch {
        done.push(false)
      }
    }
    for (const element of document.head.querySelectorAll('link, script, iframe, object, video'))
      if (element.outerHTML.includes(url)) element.remove()
    return done.length
  }, port)
  expect(heard).toBe(14)
  // The main process asks by the same session, without any page's policy.
  const asked = await aplec.app.evaluate(
    ({ session }, url) => session.defaultSession.fetch(url).then(() => 'answered', () => 'refused'), // prettier-ignore
    `http://127.0.0.1:${port}/`,
  )
  expect([asked, visits]).toEqual(['refused', 0])
})

test('[EA13] [EA19] what does not fit the port of the core is refused or passed over, and changes no prototype', async () => {
  const outcome = await aplec.window.evaluate(async () => {
    const page = globalThis as unknown as { aplec: Record<string, (input?: unknown) => Promise<unknown>> }
    const port = await new Promise<MessagePort>((done) => {
      addEventListener('message', (event) => event.ports[0] !== undefined && done(event.ports[0]), { once: true })
      void page.aplec['connectCore']!()
    })
    const answers: string[] = []
    port.addEventListener('message', ({ data }) => {
      const told = data as { type: string; id?: number; result?: { ok: boolean; error?: { code: string } } }
      if (told.type === 'answer' && (told.id ?? 0) >= 1000)
        answers.push(`${told.id} ${told.result?.ok ? 'ok' : told.result?.error?.code}`)
    })
    port.start()
    const polluting = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object
    const ask = (id: number, channel: string, input: unknown): void =>
      port.postMessage({ type: 'ask', id, channel, input })
    port.postMessage('nonsense')
    port.postMessage({ type: 'ask', id: -1, channel: 'plans.list', input: {} })
    for (const name of ['__proto__', 'toString', 'constructor', 'fs.read']) ask(1001, name, null)
    ask(1002, 'plans.open', { planId: '../../etc' })
    ask(1003, 'plans.open', polluting)
    ask(1004, 'plans.open', { planId: 'x'.repeat(64_000_000) })
    ask(
      1005,
      'plans.open',
      Array.from({ length: 100_000 }, () => polluting),
    )
    ask(1006, 'plans.list', {})
    for (let left = 200; left > 0 && !answers.some((one) => one.startsWith('1006 ')); left--)
      await new Promise((done) => setTimeout(done, 50))
    const shell = await page.aplec['saveBundle']!(polluting)
    return { answers: answers.sort(), shell, own: 'polluted' in {} }
  })
  expect(outcome.answers).toEqual(['1002 E_REQUEST', '1003 E_REQUEST', '1004 E_REQUEST', '1005 E_REQUEST', '1006 ok'])
  expect(outcome.shell).toMatchObject({ ok: false, error: { code: 'E_REQUEST' } })
  expect(outcome.own).toBe(false)
  expect(await aplec.app.evaluate(() => 'polluted' in {})).toBe(false)
  // The page asked for a port of its own; it is made anew as the app itself has it.
  await aplec.window.reload()
  await expect(card(aplec.window, MARKUP[2]!)).toBeVisible()
})

test('[EA14] no address of ours leads out of the folder of the window', async () => {
  const statuses = await aplec.app.evaluate(
    ({ session }, urls) =>
      Promise.all(urls.map((url) => session.defaultSession.fetch(url).then((answer) => answer.status, () => 0))), // prettier-ignore
    [
      'app://aplec/index.html',
      ...['%2e%2e/main/index.js', '..%2fmain%2findex.js', '..%5c..%5cpackage.json', '%2fetc%2fpasswd', '.%00/index.html'].map((path) => `app://aplec/${path}`), // prettier-ignore
      'app://other/index.html',
    ],
  )
  expect(statuses[0]).toBe(200)
  expect(statuses.slice(1).filter((status) => status === 200)).toEqual([])
})

test('[EA17] [EA18] links, words and files of other programs are shown to the person and do nothing by themselves', async () => {
  const before = plans()
  const folder = makeFolder()
  const hostile = join(folder, 'pla <img src=x onerror=globalThis.taken=1>.aplec')
  writeFileSync(hostile, Buffer.concat([Buffer.from('APLM'), Buffer.alloc(2_000, 0x41)]))
  execFileSync('mkfifo', [join(folder, 'pipe.aplec')])
  const words = [
    'aplec://join#<script>globalThis.taken=1</script>',
    `aplec://open#${'a'.repeat(60)}`,
    `aplec://join#${'a'.repeat(60)} --remote-debugging-port=1`,
    '--renderer-cmd-prefix=/bin/sh',
    'javascript:globalThis.taken=1',
    join(folder, 'none.aplec'),
    join(folder, 'pipe.aplec'),
    '/dev/zero.aplec',
  ]
  await aplec.app.evaluate(({ app }, all) => {
    for (const word of all) {
      app.emit('second-instance', { preventDefault: () => undefined }, ['aplec', word], '/')
      app.emit('open-url', { preventDefault: () => undefined }, word)
    }
  }, words)
  await aplec.app.evaluate(({ app }, path) => void app.emit('open-file', { preventDefault: () => undefined }, path), hostile) // prettier-ignore
  await expect(aplec.window.getByText('This is not a plan file, or it is too damaged to read.').first()).toBeVisible()
  expect(plans()).toEqual(before)
  expect(await isTaken()).toBe(false)
  expect(await aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('[EA20] no secret of the device or of a plan is in the page, its heap or its process', async () => {
  const needles = secretsOf(join(aplec.folder, 'member'))
  expect(new Set(needles.map(({ name }) => name))).toEqual(new Set(['device secret', 'master', 'storage key', 'epoch']))
  const cdp = await aplec.window.context().newCDPSession(aplec.window)
  const parts: Buffer[] = []
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(Buffer.from(chunk)))
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await cdp.detach()
  const heap = Buffer.concat(parts)
  expect(heap.length).toBeGreaterThan(1_000_000)
  expect(namesIn(heap, needles)).toEqual([])

  const [page, core] = await aplec.app.evaluate(({ app, BrowserWindow }) => [
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    app.getAppMetrics().find(({ name }) => name === 'Aplec core')?.pid ?? 0,
  ])
  const inCore = core === 0 ? null : namesInMemory(core!, needles)
  // Where memory may be read at all, what must not be in the page is found where it belongs.
  if (inCore !== null) expect(inCore).toContain('device secret')
  expect(namesInMemory(page!, needles) ?? []).toEqual([])
})

/** As they stand in the profile, which no keyring protects here. */
function secretsOf(member: string): readonly Needle[] {
  const file = decodeKeyFile(readFileSync(join(member, 'device.key'), 'utf8'))
  const keys = file.ok ? unlockPlain(file.value) : file
  if (!keys.ok) throw new Error(keys.error.code)
  const { deviceSecret, master } = keys.value
  return [
    ...formsOf('device secret', deviceSecret),
    ...formsOf('master', master),
    ...readdirSync(join(member, 'plans')).flatMap((planId) => {
      const key = storageKey(deviceSecret, fromHex(planId))
      const state = decodeLocalState(new Uint8Array(readFileSync(join(member, 'plans', planId, 'local-a.json'))))
      const vault = makeVault(key, planId, { bytes: (length) => new Uint8Array(length) })
      const epochs = state === null ? [] : [...openSecrets(vault, state).values()]
      return [...formsOf('storage key', key), ...epochs.flatMap((secret) => formsOf('epoch', secret))]
    }),
  ]
}

/** The app as it will be released: under its own name, so that it counts as packaged, and with the fuses of a release. */
function makeReleased(): string {
  const folder = makeFolder()
  const electron = process.env['APLEC_ELECTRON'] ?? ''
  for (const name of readdirSync(dirname(electron))) {
    if (!['electron', 'resources'].includes(name)) symlinkSync(join(dirname(electron), name), join(folder, name))
  }
  copyFileSync(electron, join(folder, 'aplec'))
  mkdirSync(join(folder, 'resources'))
  symlinkSync(projectRoot, join(folder, 'resources/app'))
  execFileSync(process.execPath, [join(projectRoot, 'scripts/setup/releaseFuses.mjs'), join(folder, 'aplec')])
  return join(folder, 'aplec')
}

test('[EA15] [EA16] a released app opens no door for a debugger and is no Node, whatever it is started with', async () => {
  const executable = makeReleased()
  const data = makeFolder()
  const owned = join(data, 'owned')
  const preload = join(data, 'preload.cjs')
  writeFileSync(preload, `require('node:fs').writeFileSync(${JSON.stringify(owned)}, '')`)
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const doors = ['--remote-debugging-port=0', '--inspect=0', '--inspect-brk=0', `--require=${preload}`, '-e', `require(${JSON.stringify(preload)})`] // prettier-ignore
  const child = spawn(executable, [...sandbox, ...doors], {
    env: { ...process.env, APLEC_DATA_DIR: data, HOME: data, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${preload}`, ELECTRON_ENABLE_LOGGING: '1' }, // prettier-ignore
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    // It is up: the app itself runs, and not what was slipped in.
    await expect.poll(() => existsSync(join(data, 'member/device.key'))).toBe(true)
    await expect.poll(() => existsSync(join(data, 'window/shell.json')) || existsSync(join(data, 'window/Preferences'))).toBe(true) // prettier-ignore
    expect(said).not.toMatch(/DevTools listening|Debugger listening/)
    expect(existsSync(owned)).toBe(false)
  } finally {
    child.kill('SIGTERM')
    await new Promise((done) => child.once('exit', done))
  }
})
