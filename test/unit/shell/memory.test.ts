import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { QuietNews } from '#main/quietNews.ts'
import { ShellMemory } from '#main/shellMemory.ts'
import { placeWindow } from '#main/windowPlace.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aplec-memory-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const LAPTOP = { x: 0, y: 0, width: 1366, height: 768 }
const BESIDE = { x: 1366, y: 0, width: 1920, height: 1080 }
const kept = { x: 1500, y: 100, width: 1000, height: 700, isMaximized: false }

test('[SH32] the window opens where it was; when that display is gone, on one that is there, no larger than it', () => {
  expect(placeWindow(kept, [LAPTOP, BESIDE])).toEqual({ x: 1500, y: 100, width: 1000, height: 700 })
  expect(placeWindow(kept, [LAPTOP])).toEqual({ width: 1000, height: 700 })
  expect(placeWindow({ ...kept, width: 1900, height: 1000 }, [LAPTOP])).toEqual({ width: 1366, height: 768 })
  // A corner that no hand can take hold of counts as gone; one that hangs over the edge comes back in.
  expect(placeWindow({ ...kept, x: 1360, y: 760 }, [LAPTOP])).toEqual({ width: 1000, height: 700 })
  expect(placeWindow({ ...kept, x: 700, y: 300 }, [LAPTOP])).toEqual({ x: 366, y: 68, width: 1000, height: 700 })
  expect(placeWindow({ ...kept, x: 0, y: 0, width: 10, height: 10 }, [LAPTOP])).toMatchObject({
    width: 480,
    height: 400,
  })
  expect(placeWindow(null, [LAPTOP])).toEqual({ width: 1280, height: 768 })
  expect(placeWindow(kept, [])).toMatchObject({ width: 1000, height: 700 })
})

test('[SH32] what main remembers is there at the next start; what makes no sense is forgotten, part by part', async () => {
  const file = join(folder, 'shell.json')
  const memory = new ShellMemory(file)
  expect(memory.now).toEqual({ window: null, language: null, deviceName: '', backup: null })
  memory.change({ window: kept })
  memory.change({ language: 'ca', deviceName: 'Portàtil' })
  await memory.flush()
  expect(readdirSync(folder)).toEqual(['shell.json'])
  expect(new ShellMemory(file).now).toMatchObject({ window: kept, language: 'ca', deviceName: 'Portàtil' })

  writeFileSync(
    file,
    JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), window: { x: 'left' }, language: 'xx' }),
  )
  expect(new ShellMemory(file).now).toMatchObject({ window: null, language: null, deviceName: 'Portàtil' })
  for (const text of ['', '{"window":', '[]', 'null', '"x"']) {
    writeFileSync(file, text)
    expect(new ShellMemory(file).now.window).toBeNull()
  }
})

test('[SH32] a disk that refuses keeps nobody from closing the app', async () => {
  const memory = new ShellMemory(join(folder, 'not/there/shell.json'))
  memory.change({ window: kept })
  await memory.flush()
  expect(memory.now.window).toEqual(kept)
})

test('[SH36] one notification a plan in ten minutes, and none over one’s own work', () => {
  let now = 0
  const news = new QuietNews(() => now)
  expect(news.mayTell('a', true)).toBe(false)
  expect(news.mayTell('a', false)).toBe(true)
  now += 9 * 60_000
  expect([news.mayTell('a', false), news.mayTell('b', false)]).toEqual([false, true])
  now += 60_000
  expect([news.mayTell('a', true), news.mayTell('a', false), news.mayTell('a', false)]).toEqual([false, true, false])
})
