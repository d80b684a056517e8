import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ok } from '#shared/base/result.ts'
import type { ShellApi } from '#shared/ipc/shellChannels.ts'
import { CONTENT_SECURITY_POLICY, fileOf, respond } from '#main/appFiles.ts'
import { findLink } from '#main/deepLink.ts'
import { readExternalAddress } from '#main/externalAddress.ts'
import { agreedName } from '#main/core/saveCopy.ts'
import { fileNameOf } from '#main/fileName.ts'
import { PendingPlace } from '#main/pendingPlace.ts'
import { isOurMainFrame, serveShell, type Register } from '#main/serveShell.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aplec-window-'))
  mkdirSync(join(folder, 'app/assets'), { recursive: true })
  writeFileSync(join(folder, 'app/index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'app/assets/a.js'), 'export {}')
  writeFileSync(join(folder, 'secret.html'), 'secret')
  writeFileSync(join(folder, 'app/.key'), 'secret')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[SH4] the page is served from its own folder only, whatever the address says', async () => {
  const root = join(folder, 'app')
  const statusOf = async (url: string, method = 'GET') => (await respond(root, method, url)).status
  expect(await statusOf('app://aplec/')).toBe(200)
  expect(await statusOf('app://aplec/index.html?x=1#y')).toBe(200)
  expect(await statusOf('app://aplec/assets/a.js')).toBe(200)
  for (const url of [
    'app://aplec/../secret.html',
    'app://aplec/%2e%2e/secret.html',
    'app://aplec/..%2fsecret.html',
    'app://aplec/..%5csecret.html',
    'app://aplec/assets/..%2f..%2fsecret.html',
    `app://aplec/${join(folder, 'secret.html')}`,
    'app://aplec/%00index.html',
    'app://aplec/%E0%A4%A',
    'app://aplec/.key',
    'app://aplec/assets',
    'app://aplec/none.html',
    'app://other/index.html',
    'file:///etc/hostname',
    'nonsense',
  ]) {
    expect([url, await statusOf(url)]).toEqual([url, 404])
  }
  expect(await statusOf('app://aplec/index.html', 'POST')).toBe(404)
  expect(fileOf(root, 'app://aplec/assets/a.js')).toBe(join(root, 'assets/a.js'))
})

test('[SH5] every answer carries the content security policy', async () => {
  const { headers } = await respond(join(folder, 'app'), 'GET', 'app://aplec/index.html')
  expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
      "font-src 'self'; worker-src 'self'; connect-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  )
})

test('[SH6] only an invitation counts as a link, and it is given to the window once', async () => {
  const good = `aplec://join#${'Aa9_-'.repeat(20)}`
  expect(findLink(['/usr/bin/aplec', '--flag', good])).toBe(good)
  // Browsers write the address with a slash before the hash.
  expect(findLink([good.replace('join#', 'join/#')])).toBe(good)
  for (const bad of [
    'aplec://join#short',
    `aplec://join#${'a'.repeat(5000)}`,
    `aplec://open#${'a'.repeat(60)}`,
    `aplec://join#${'a'.repeat(60)}"><script>`,
    `aplec://join#${'a'.repeat(60)} --inspect`,
    `https://example.org/#${'a'.repeat(60)}`,
    `x aplec://join#${'a'.repeat(60)}`,
  ]) {
    expect(findLink([bad])).toBeUndefined()
  }
  const places = new PendingPlace()
  expect(places.offer(['aplec', 'nothing'], '/')).toBe(false)
  expect(places.offer(['aplec', good], '/')).toBe(true)
  // What somebody was sent comes before the sample.
  places.offerPlan('ab'.repeat(32))
  expect(await places.take()).toEqual({ kind: 'join', link: good })
  expect(await places.take()).toBeNull()
})

test('[SH7] only web and mail addresses leave the app, in their plain form', () => {
  expect(readExternalAddress('https://example.org/a b')).toBe('https://example.org/a%20b')
  expect(readExternalAddress('mailto:someone@example.org')).toBe('mailto:someone@example.org')
  expect(readExternalAddress('http://example.org')).toBe('http://example.org/')
  for (const bad of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'smb://server/share',
    'aplec://join#x',
    'https://bank.example@evil.example/',
    `https://example.org/${'a'.repeat(3000)}`,
    'not an address',
  ]) {
    expect(readExternalAddress(bad)).toBeUndefined()
  }
})

test('[SH8] a request is served only to the main frame of our page, and only in its form', async () => {
  const handlers = new Map<string, Parameters<Register>[1]>()
  const asked: unknown[] = []
  const api = new Proxy({} as ShellApi, {
    get: () => async (input: unknown) => {
      asked.push(input)
      return ok(null)
    },
  })
  serveShell(
    (channel, handler) => handlers.set(channel, handler),
    api,
    () => {},
  )
  const ours = { url: 'app://aplec/index.html', parent: null }
  const save = handlers.get('bundle.save')
  const planId = 'ab'.repeat(32)

  for (const senderFrame of [
    null,
    { url: 'https://evil.example/', parent: null },
    { url: 'app://aplec.evil.example/', parent: null },
    { url: 'about:blank', parent: null },
    { url: 'app://aplec/index.html', parent: {} },
  ]) {
    expect(isOurMainFrame(senderFrame)).toBe(false)
    expect(await save?.({ senderFrame }, { planId })).toEqual({
      ok: false,
      error: { code: 'E_REQUEST', params: { detail: 'sender' } },
    })
  }
  for (const bad of [null, {}, { planId: '../x' }, { planId, path: '/etc/passwd' }, [planId]]) {
    expect(await save?.({ senderFrame: ours }, bad)).toEqual({
      ok: false,
      error: { code: 'E_REQUEST', params: { detail: 'bundle.save' } },
    })
  }
  expect(asked).toEqual([])
  expect(await save?.({ senderFrame: ours }, { planId })).toEqual(ok(null))
  expect(asked).toEqual([{ planId }])
})

test('[SH9] a title becomes a file name that every file system takes', () => {
  expect(fileNameOf('Pla de transició 2027–2036')).toBe('Pla de transició 2027–2036')
  expect(fileNameOf('../../etc/passwd')).toBe('etc passwd')
  expect(fileNameOf('a\u202Efdp.exe\u0000:b')).toBe('a fdp.exe b')
  expect(fileNameOf('...')).toBe('plan')
  expect(agreedName('Pla', '2026-11-23')).toBe('Pla · 2026-11-23.pdf')
  expect(agreedName('Pla', '/../../../evil')).toBe('Pla · evil.pdf')
  expect([...fileNameOf('á'.repeat(300))].length).toBe(80)
})
