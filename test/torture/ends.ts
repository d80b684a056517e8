/** Ends without warning: the app, the relay, the disk, and a machine that stands still. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemberFolder } from '#node/core/openMemberFolder.ts'
import { nodeDisk } from '#node/disk/nodeDisk.ts'
import { inlineExecutor } from '#shared/gate/inlineExecutor.ts'
import { openFileJournal } from '#shared/journal/fileJournal.ts'
import { equalVectors } from '#shared/journal/vector.ts'
import { systemRandom } from '#node/system/ports.ts'
import { founder } from '#test/helpers/syncMember.ts'
import { waitFor } from '#test/helpers/waitFor.ts'
import { percentile, refusalsOf, type Scene, type Trial, wait } from './scene.ts'

const TYPING = join(import.meta.dirname, '../helpers/typingMember.ts')
const LIMITS = { entriesBurst: 1e6, framesBurst: 1e6, roomBytes: 2 ** 30, roomBytesPerDay: 2 ** 30, strikesPerAddress: 1e6 } // prettier-ignore

/** Types until it is killed; answers what it had called saved. */
async function typeAndKill(folder: string, planId: string, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [TYPING, JSON.stringify({ folder, planId })], { stdio: ['ignore', 'pipe', 'ignore'] }) // prettier-ignore
  let text = ''
  const first = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('SAVED')) resolve()
    }),
  )
  await Promise.race([first, once(child, 'close')])
  await wait(afterMs)
  child.kill('SIGKILL')
  await once(child, 'close')
  return text.split('\n').flatMap((line) => (line.startsWith('SAVED ') ? [line.slice(6)] : []))
}

export const killedMember: Trial = {
  name: 'member',
  async run(scene, cycles) {
    const folder = scene.folder()
    const open = async () => {
      const device = await openMemberFolder(folder, { startExecutor: inlineExecutor })
      if (!device.ok) throw new Error(device.error.code)
      return device.value
    }
    const device = await open()
    const made = await device.create({ title: 'Pla', template: 'blank', name: 'Núria' })
    if (!made.ok) throw new Error(made.error.code)
    await device.close()
    const saved: string[] = []
    const opening: number[] = []
    let lost = 0
    for (let cycle = 0; cycle < cycles; cycle++) {
      saved.push(...(await typeAndKill(folder, made.value.planId, Math.random() * 1_500)))
      const before = performance.now()
      const again = await open()
      const session = await again.open(made.value.planId)
      if (!session.ok) throw new Error(session.error.code)
      opening.push(performance.now() - before)
      const json = await session.value.canonicalJson('draft')
      const held = json.ok ? (JSON.parse(json.value) as { projects?: object }).projects : undefined
      lost += saved.filter((id) => !Object.hasOwn(held ?? {}, id)).length
      await again.close()
    }
    const slowest = percentile(opening, 0.95)
    return {
      what: `kill -9 of a member that types without end, ${cycles} times, ${saved.length} edits called saved`,
      asked: '0 lost; restart to editable below 3 s (p95)',
      measured: `${lost} lost; ${slowest.toFixed(0)} ms`,
      isPassed: lost === 0 && saved.length > 0 && slowest < 3_000,
    }
  },
}

async function hashesAt(scene: Scene, folder: string, roomId: string): Promise<ReadonlySet<string>> {
  const copy = join(scene.folder(), 'room')
  cpSync(join(folder, 'rooms', roomId), copy, { recursive: true, filter: (path) => !path.endsWith('.lock') })
  const disk = nodeDisk(copy)
  const journal = await openFileJournal({ disk, roomId })
  if (!journal.ok) throw new Error(journal.error.code)
  const hashes = new Set([...journal.value.places()].map(({ hash }) => hash))
  await journal.value.close()
  await disk.close()
  return hashes
}

const CLIENTS = 20

export const killedRelay: Trial = {
  name: 'relay',
  async run(scene, cycles) {
    const folder = scene.folder()
    let relay = await scene.relay(folder, { limits: LIMITS })
    const { port } = relay
    const first = await founder(systemRandom)
    const { grant, seed } = await first.invite()
    const members = [first]
    while (members.length < CLIENTS) members.push(await first.welcome(seed, grant))
    for (const member of members.slice(1)) await first.keep(await member.control())
    const sessions = members.map((member) => scene.open(member, relay))
    await waitFor('all are in step', () => sessions.every((session) => session.status().inStep))
    let isWriting = true
    const writing = Promise.all(
      members.map(async (member) => {
        while (isWriting) {
          await member.write('a change')
          await wait(200)
        }
      }),
    )
    let lost = 0
    const back: number[] = []
    for (let cycle = 0; cycle < cycles; cycle++) {
      await wait(300 + Math.random() * 700)
      await relay.end('SIGKILL')
      const acknowledged = new Set(sessions.flatMap((session) => [...session.acknowledged]))
      const held = await hashesAt(scene, folder, first.membership.roomId)
      lost += [...acknowledged].filter((hash) => !held.has(hash)).length
      relay = await scene.relay(folder, { port, limits: LIMITS })
      const before = performance.now()
      const isBack = new Set<number>()
      await waitFor('all are back', () => {
        sessions.forEach((session, i) => {
          if (session.status().state !== 'live' || isBack.has(i)) return
          isBack.add(i)
          back.push(performance.now() - before)
        })
        return isBack.size === CLIENTS
      })
    }
    isWriting = false
    await writing
    await waitFor('all are in step', () => sessions.every((session) => session.status().inStep))
    await waitFor('all hold the same', () => members.every((one) => equalVectors(one.journal.vector(), first.journal.vector()))) // prettier-ignore
    const slowest = percentile(back, 0.95)
    return {
      what: `kill -9 of the relay, ${CLIENTS} clients with 5 entries a second each, ${cycles} times`,
      asked: '0 acknowledged lost; in contact again below 5 s (p95); all the same at the end',
      measured: `${lost} lost; ${slowest.toFixed(0)} ms; the same`,
      isPassed: lost === 0 && slowest < 5_000,
    }
  },
}

export const frozenRelay: Trial = {
  name: 'frozen',
  async run(scene, cycles) {
    const relay = await scene.relay(scene.folder(), { limits: LIMITS })
    const one = await scene.member(relay)
    const back: number[] = []
    for (let cycle = 0; cycle < Math.min(cycles, 10); cycle++) {
      process.kill(relay.pid, 'SIGSTOP')
      const written = await one.member.write('into the silence')
      await wait(2_000)
      process.kill(relay.pid, 'SIGCONT')
      const before = performance.now()
      await waitFor('it is acknowledged', () => written.every(({ hash }) => one.session.acknowledged.has(hash)))
      back.push(performance.now() - before)
    }
    const slowest = Math.max(...back)
    return {
      what: `the relay stands still for 2 s (SIGSTOP) while a member writes, ${back.length} times`,
      asked: 'nothing lost; acknowledged below 5 s after it goes on',
      measured: `0 lost; at most ${slowest.toFixed(0)} ms`,
      isPassed: slowest < 5_000,
    }
  },
}

function smallDisk(scene: Scene): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'aplec-full-'))
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
  scene.later(() => {
    execFileSync('/usr/bin/umount', [folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

export const fullRelay: Trial = {
  name: 'disk',
  async run(scene) {
    const folder = smallDisk(scene)
    if (folder === null) return null
    const ballast = join(folder, 'ballast')
    execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M', 'count=4'], { stdio: 'ignore' })
    // Without its reserve, so that the disk itself is what says no.
    const relay = await scene.relay(folder, { limits: { ...LIMITS, freeDiskBytes: 0, freeDiskShare: 0 } })
    const one = await scene.member(relay)
    const texts = Array.from({ length: 80 }, () => 'x'.repeat(60_000))
    const written = await one.member.write(...texts)
    await waitFor('the disk is full', async () => (await refusalsOf(relay)).includes('E_RELAY_DISK'))
    await wait(1_000)
    const held = await hashesAt(scene, folder, one.member.membership.roomId)
    const early = [...one.session.acknowledged].filter((hash) => !held.has(hash)).length
    const taken = written.filter(({ hash }) => one.session.acknowledged.has(hash)).length
    rmSync(ballast)
    await one.session.stop()
    const again = scene.open(one.member, relay)
    await waitFor('the rest is taken', () => again.status().inStep, 180_000)
    const all = await hashesAt(scene, folder, one.member.membership.roomId)
    const missing = written.filter(({ hash }) => !all.has(hash)).length
    return {
      what: `the relay's disk (8 MB tmpfs) fills in the middle: ${taken} of ${written.length} entries fit, then there is room again`,
      asked: 'no crash; what was acknowledged is there; the rest is taken afterwards',
      measured: `${early} acknowledged lost; ${missing} not taken`,
      isPassed: early === 0 && missing === 0 && taken < written.length,
    }
  },
}
