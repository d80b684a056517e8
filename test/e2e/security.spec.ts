// The shell against twenty attacks from inside the page, and the settings it runs with.
import { expect, test } from '@playwright/test'
import type { AplecBridge } from '#shared/ipc/shellChannels.ts'
import { launchAplec, removeFolders, type Aplec } from './harness/launchAplec.ts'

let aplec: Aplec
test.beforeAll(async () => {
  aplec = await launchAplec({ args: ['--use-fake-device-for-media-stream'] })
  await aplec.window.waitForLoadState('load')
})
test.afterAll(async () => {
  await aplec.close()
  removeFolders()
})

const here = () => aplec.window.url()
const windows = () => aplec.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

test('[SH16] the page is isolated, sandboxed and without Node, in every frame and worker', async () => {
  const preferences = await aplec.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
  })
  // Electron names these only when they are on.
  const on = ['nodeIntegrationInWorker', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures']
  expect(on.filter((name) => Boolean(preferences[name]))).toEqual([])
  const seen = await aplec.window.evaluate(() => {
    const page = globalThis as unknown as Record<string, unknown>
    return ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in page)
  })
  expect(seen).toEqual([])
})

test('[SH16] the bridge has named functions only, none of which takes a channel name', async () => {
  const bridge = await aplec.window.evaluate(() => {
    const { aplec: exposed } = globalThis as unknown as { aplec: Record<string, unknown> }
    return Object.entries(exposed).map(([name, value]) => `${name}: ${typeof value}`)
  })
  expect(bridge.sort()).toEqual(
    [
      'about',
      'chooseFile',
      'connectCore',
      'dragPaper',
      'exportPdf',
      'makeDiagnostics',
      'nameDevice',
      'onCommand',
      'onCopying',
      'onCore',
      'onPlace',
      'openExternal',
      'preparePaper',
      'printPage',
      'printPaper',
      'recoverKey',
      'remindAtClosing',
      'saveAttachment',
      'saveBundle',
      'saveCopies',
      'saveDiagnostics',
      'showFolder',
      'showMenu',
      'takePlace',
      'tellNews',
      'useCamera',
    ].map((name) => `${name}: function`),
  )
})

test('[SH5] [EA6] [EA9] the policy is in force: no eval, no inline script or style, no network, no foreign frame or image', async () => {
  const outcome = await aplec.window.evaluate(async () => {
    const refused = (event: Event): string => (event as SecurityPolicyViolationEvent).effectiveDirective
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(refused(event)))
    const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 300))
    const attempt = async (run: () => unknown): Promise<boolean> => {
      try {
        await run()
        return true
      } catch {
        return false
      }
    }
    const add = (tag: string, set: (element: HTMLElement) => void): void => {
      const element = document.createElement(tag)
      set(element)
      document.body.append(element)
    }
    const marker = globalThis as unknown as { owned?: boolean }
    // In a task of its own: inside `evaluate` itself the debugger lets eval through.
    const evalRan = await new Promise<boolean>((done) => {
      setTimeout(() => void attempt(() => new Function('return 1')()).then(done), 0)
    })
    const fetched = await attempt(() => fetch('https://example.org/'))
    const fetchedFile = await attempt(() => fetch('file:///etc/hostname'))
    const socket = await attempt(() => new WebSocket('ws://127.0.0.1:9'))
    add('script', (script) => (script.textContent = 'globalThis.owned = true'))
    add(
      'div',
      (div) =>
        (div.innerHTML = '<img src="x:" onerror="globalThis.owned = true"><svg onload="globalThis.owned = true">'),
    )
    add('div', (div) => (div.innerHTML = '<p style="color: rgb(1, 2, 3)">x</p>'))
    add('iframe', (frame) => frame.setAttribute('src', 'https://example.org/'))
    add('iframe', (frame) => frame.setAttribute('srcdoc', '<script>parent.owned = true</script>'))
    add('object', (object) => object.setAttribute('data', 'https://example.org/'))
    add('img', (image) => image.setAttribute('src', 'https://example.org/track.png'))
    add('base', (base) => base.setAttribute('href', 'https://example.org/'))
    await settle()
    const base = document.baseURI
    for (const element of document.body.querySelectorAll('iframe, object, base')) element.remove()
    return {
      evalRan,
      fetched,
      fetchedFile,
      socket,
      owned: marker.owned === true,
      base,
      violations: [...new Set(violations)],
    }
  })
  expect(outcome).toMatchObject({ evalRan: false, fetched: false, fetchedFile: false, owned: false })
  expect(outcome.base.startsWith('app://aplec/')).toBe(true)
  expect(outcome.violations).toEqual(
    expect.arrayContaining(['script-src', 'connect-src', 'script-src-elem', 'style-src-attr', 'frame-src', 'img-src']),
  )
})

test('[SH17] [EA2] [EA5] [EA8] the page cannot be led away, and opens no window', async () => {
  const before = here()
  for (const address of ['https://example.org/', 'file:///etc/hostname', 'app://other/', 'data:text/html,x']) {
    await aplec.window.evaluate((to) => void (location.href = to), address)
    await aplec.window.evaluate((to) => {
      const link = document.createElement('a')
      link.href = to
      link.target = '_blank'
      document.body.append(link)
      link.click()
      link.remove()
      window.open(to)
    }, address)
  }
  await aplec.window.evaluate(() => {
    const form = document.createElement('form')
    form.action = 'https://example.org/'
    document.body.append(form)
    form.submit()
    form.remove()
  })
  await aplec.window.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'javascript:globalThis.owned = true'
    document.body.append(link)
    link.click()
    link.remove()
  })
  // One round trip more than anything above needs to take effect.
  await aplec.window.evaluate(() => new Promise((done) => setTimeout(done, 300)))
  expect(here()).toBe(before)
  expect(await windows()).toBe(1)
  expect(await aplec.window.evaluate(() => 'owned' in globalThis)).toBe(false)
})

test('[SH17] even from about:blank, which no handler can deny, the page comes back', async () => {
  await aplec.window.evaluate(() => {
    Object.assign(globalThis, { fromBefore: true })
    location.href = 'about:blank'
  })
  const state = () =>
    aplec.window.evaluate(() => `${location.protocol} ${'fromBefore' in globalThis}`).catch(() => 'between')
  await expect.poll(state).toBe('app: false')
  await aplec.window.waitForLoadState('load')
})

test('[SH17] [EA11] permissions are denied, all but copying', async () => {
  const states = await aplec.window.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'clipboard-write']
    const state = async (name: string): Promise<string> => {
      const status = await navigator.permissions.query({ name: name as PermissionName })
      return `${name}: ${status.state}`
    }
    return Promise.all(names.map(state))
  })
  expect(states).toEqual([
    'geolocation: denied',
    'notifications: denied',
    'camera: denied',
    'microphone: denied',
    'midi: denied',
    'clipboard-read: denied',
    'clipboard-write: granted',
  ])
  const media = await aplec.window.evaluate(async () => {
    try {
      await navigator.mediaDevices.getUserMedia({ audio: true })
      return 'given'
    } catch (cause) {
      return (cause as Error).name
    }
  })
  expect(media).not.toBe('given')
})

test('[SH42] a camera is given to our page for pictures alone, and only between the opening and the end of its dialog', async () => {
  const media = (wanted: MediaStreamConstraints): Promise<string> =>
    aplec.window.evaluate(async (constraints) => {
      try {
        const stream = await navigator.mediaDevices.getUserMedia(constraints)
        for (const track of stream.getTracks()) track.stop()
        return 'given'
      } catch (cause) {
        return (cause as Error).name
      }
    }, wanted)
  const use = (isWanted: boolean) =>
    aplec.window.evaluate(
      (value) => (globalThis as unknown as { aplec: AplecBridge }).aplec.useCamera({ isWanted: value }),
      isWanted,
    )
  const both = { video: true, audio: true }
  expect(await media({ video: true })).toBe('NotAllowedError')
  await use(true)
  expect(await media({ video: true })).toBe('given')
  expect([await media({ audio: true }), await media(both)]).toEqual(['NotAllowedError', 'NotAllowedError'])
  await use(false)
  expect(await media({ video: true })).toBe('NotAllowedError')
  await use(true)
  await aplec.window.reload()
  expect(await media({ video: true })).toBe('NotAllowedError')
})

test('[SH8] main refuses requests that do not fit, and addresses that may not be opened', async () => {
  const answers = await aplec.window.evaluate(async () => {
    const { aplec: bridge } = globalThis as unknown as {
      aplec: Record<string, (input?: unknown) => Promise<{ ok: boolean; error?: { code: string } }>>
    }
    const codeOf = async (name: string, input: unknown): Promise<string> => {
      const answer = await bridge[name]?.(input)
      return answer?.ok ? 'served' : (answer?.error?.code ?? 'none')
    }
    return [
      await codeOf('saveBundle', { planId: '../../etc/passwd' }),
      await codeOf('saveBundle', { planId: 'ab'.repeat(32), path: '/tmp/x' }),
      await codeOf('exportPdf', { planId: 'ab'.repeat(32), version: 'draft', language: '../x' }),
      await codeOf('openExternal', { url: 'file:///etc/passwd' }),
      await codeOf('openExternal', { url: 'javascript:alert(1)' }),
      await codeOf('openExternal', { url: 'https://user@example.org/' }),
      await codeOf('openExternal', 'https://example.org'),
      await codeOf('recoverKey', { code: 'x'.repeat(20_000) }),
      await codeOf('showMenu', { language: '../en', available: [], projector: false }),
      await codeOf('showMenu', { language: 'en', available: ['quit', 'reload'], projector: false }),
      await codeOf('nameDevice', { name: 'x'.repeat(301) }),
      await codeOf('showFolder', { which: '/etc' }),
      await codeOf('saveCopies', { kind: 'backup', language: 'ca', into: '/etc' }),
      await codeOf('makeDiagnostics', { windowMs: ['x'] }),
      await codeOf('remindAtClosing', { plan: { planId: '..', title: 'x' } }),
      await codeOf('tellNews', { planId: '..', title: 'x', body: 'x' }),
      await codeOf('tellNews', { planId: 'ab'.repeat(32), title: 'x', body: 'x'.repeat(301) }),
      await codeOf('dragPaper', { path: '/etc/passwd' }),
      await codeOf('preparePaper', { planId: 'ab'.repeat(32), version: { agreement: '../x' }, language: 'ca' }),
      await codeOf('printPaper', { planId: 'ab'.repeat(32), version: 'draft', language: '../x' }),
    ]
  })
  expect(answers).toEqual(answers.map(() => 'E_REQUEST'))
})

test('[SH8] [EA12] a frame of the page that is not the main one reaches no handler', async () => {
  // The policy lets no foreign frame load; one of our own origin is let in here by main, to ask from it.
  const answer = await aplec.app.evaluate(async ({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers
    const handler = handlers.get('app.about')
    const event = { senderFrame: { url: 'app://aplec/index.html', parent: {} } }
    return handler?.(event, {})
  })
  expect(answer).toEqual({ ok: false, error: { code: 'E_REQUEST', params: { detail: 'sender' } } })
})

test('[SH17] [EA4] dropping a file or a page on the window does not open it', async () => {
  const before = here()
  await aplec.window.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/html', '<script>globalThis.owned = true</script>')
    data.setData('text/uri-list', 'https://example.org/')
    data.items.add(new File(['<h1>x</h1>'], 'x.html', { type: 'text/html' }))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  })
  expect(here()).toBe(before)
})
