import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PlanStatus } from '#shared/core/contract.ts'
import { tempFolder } from '#test/helpers/memberFolder.ts'
import { type Computer, type NearMember, canMakeNetworks, network } from '#test/helpers/networks.ts'

interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const WITHIN = { timeout: 60_000, interval: 100 }
const liveHosts = async (member: NearMember): Promise<number> =>
  ((await member.status()).near?.hosts ?? []).filter(({ state, caughtUp }) => state === 'live' && caughtUp).length
const inStep = (...members: readonly NearMember[]): Promise<unknown> =>
  expect
    .poll(
      async () => new Set(await Promise.all(members.map(async (one) => String(await one.does('heads'))))).size,
      WITHIN,
    )
    .toBe(1)

/** One who hosts and one who came by a link that names no relay. */
async function pair(size = 2) {
  const computers = network(size)
  const [first, second] = computers as [Computer, Computer]
  const folders = await Promise.all(computers.map(async () => join(await tempFolder(), 'device')))
  const nuria = first.start(folders[0] as string)
  await nuria.does('new', 'Núria')
  const link = String(await nuria.does('invite'))
  await nuria.does('connect')
  await nuria.does('share', 'true')
  const pau = second.start(folders[1] as string)
  await pau.does('join', link)
  await pau.does('connect')
  await expect.poll(() => liveHosts(pau), WITHIN).toBe(1)
  return { computers, folders, nuria, pau, link }
}

describe.skipIf(!canMakeNetworks)('on a switch, without a route to anywhere', { timeout: 240_000 }, () => {
  test('[LA7] [LA13] a member comes by a link that names no relay, finds the plan and stays in step', async () => {
    const { nuria, pau } = await pair()
    await pau.does('add', 'Hort')
    await inStep(nuria, pau)
    const near: PlanStatus['near'] = (await pau.status()).near
    expect(near?.hosts).toMatchObject([{ name: 'Núria', state: 'live', address: '10.77.0.1:47391' }])
    expect((await nuria.status()).near?.sharing).toMatchObject({ addresses: ['10.77.0.1:47391'], guests: 1 })
    expect(await pau.does('relays')).toEqual([])
    await expect.poll(async () => (await pau.status()).entries.onlyHere, WITHIN).toBe(0)
  })

  test('[LA9] the cable is pulled in the middle of an edit: both go on, and meet again', async () => {
    const { computers, nuria, pau } = await pair()
    await pau.does('add', 'abans')
    await inStep(nuria, pau)
    computers[1]?.cable(false)
    await nuria.does('add', 'ací')
    await pau.does('add', 'allà')
    await nuria.does('flush')
    await pau.does('flush')
    expect(await nuria.does('heads')).not.toEqual(await pau.does('heads'))
    computers[1]?.cable(true)
    const began = performance.now()
    await inStep(nuria, pau)
    process.stdout.write(`healed in ${Math.round(performance.now() - began)} ms\n`)
  })

  test('[LA10] the host is killed: nothing is lost, and another in the room takes over', async () => {
    const { computers, folders, nuria, pau, link } = await pair(3)
    const laia = (computers[2] as Computer).start(folders[2] as string)
    await laia.does('join', link)
    await laia.does('connect')
    await expect.poll(() => liveHosts(laia), WITHIN).toBe(1)
    await inStep(nuria, pau, laia)
    nuria.kill()
    await pau.does('add', 'sense la Núria')
    await pau.does('share', 'true')
    const began = performance.now()
    await inStep(pau, laia)
    process.stdout.write(`taken over in ${Math.round(performance.now() - began)} ms\n`)
    const again = (computers[0] as Computer).start(folders[0] as string)
    await again.does('connect')
    await inStep(pau, laia, again)
  })

  test('[LA11] two hosts at once: everybody has everything, whoever they hang on', async () => {
    const { computers, folders, nuria, pau, link } = await pair(3)
    await pau.does('share', 'true')
    const laia = (computers[2] as Computer).start(folders[2] as string)
    await laia.does('join', link)
    await laia.does('connect')
    await expect.poll(() => liveHosts(laia), WITHIN).toBe(2)
    await Promise.all([nuria.does('add', 'un'), pau.does('add', 'dos'), laia.does('add', 'tres')])
    await inStep(nuria, pau, laia)
    nuria.kill()
    await laia.does('add', 'quatre')
    await inStep(pau, laia)
  })

  test('[LA12] [LA6] by the address alone: the numbers are compared before anything of the plan is said', async () => {
    const { computers, nuria, pau } = await pair()
    const shared = (await nuria.status()).near?.sharing
    const asked = await pau.does('ask', computers[0]?.address)
    expect(asked.value).toMatchObject({ key: shared?.key, check: shared?.check, isProven: false })
    await nuria.does('share', 'false')
    await expect.poll(() => liveHosts(pau), WITHIN).toBe(0)
    expect((await pau.does('ask', computers[0]?.address)).error.code).toBe('E_NEAR_NOBODY')
  })

  test('[LA4] [LA5] [LA14] a thousand announcements, garbled ones, and one who repeats the host’s own, keep nobody from meeting', async () => {
    const { computers, nuria, pau } = await pair(3)
    const third = computers[2] as Computer
    const shouter = third.run(process.execPath, 'test/helpers/nearShouter.ts', third.address)
    let said = ''
    shouter.stdout?.on('data', (chunk) => (said += String(chunk)))
    await expect.poll(() => said, WITHIN).toContain('repeated')
    await expect.poll(() => said, WITHIN).toContain('shouting')
    await pau.does('add', 'Hort')
    await inStep(nuria, pau)
    // Whoever comes now hears both, and perhaps the wrong one first.
    await nuria.does('share', 'false')
    await expect.poll(() => liveHosts(pau), WITHIN).toBe(0)
    await nuria.does('share', 'true')
    await expect.poll(() => liveHosts(pau), WITHIN).toBe(1)
    await pau.does('add', 'Forn')
    await inStep(nuria, pau)
    const status = await pau.status()
    expect(status.notices).toEqual([])
    expect(status.near?.hosts.filter(({ state }) => state === 'live')).toHaveLength(1)
  })

  test('[LA8] what only the own relay holds is only here', async () => {
    const [computer] = network(1) as [Computer]
    const nuria = computer.start(join(await tempFolder(), 'device'))
    await nuria.does('new', 'Núria')
    await nuria.does('connect')
    await nuria.does('share', 'true')
    await nuria.does('add', 'Hort')
    await nuria.does('flush')
    const { entries, relays } = await nuria.status()
    expect(entries.onlyHere).toBe(entries.own)
    expect(entries.own).toBeGreaterThan(1)
    expect(relays).toEqual([])
  })

  test('[CL17] [CL18] [CL19] from the command line: host, sync by itself, and by the address with its numbers', async () => {
    const [first, second] = network(2) as [Computer, Computer]
    const folders = [join(await tempFolder(), 'device'), join(await tempFolder(), 'device')] as const
    const aplec = (at: 0 | 1, ...args: readonly string[]): Promise<Said> => {
      const child = [first, second][at]?.run(process.execPath, 'src-cli/index.ts', '--data', folders[at], ...args)
      return new Promise((done) => {
        const said = { out: '', err: '' }
        child?.stdout?.on('data', (chunk) => (said.out += String(chunk)))
        child?.stderr?.on('data', (chunk) => (said.err += String(chunk)))
        child?.on('close', (code) => done({ code, out: said.out.trimEnd(), err: said.err }))
      })
    }
    const plan = (await aplec(0, 'new', '--title', 'Pla', '--name', 'Núria')).out
    const link = (await aplec(0, 'invite', plan)).out
    const hosting = first.run(process.execPath, 'src-cli/index.ts', '--data', folders[0], 'host', plan)
    let said = ''
    hosting.stdout?.on('data', (chunk) => (said += String(chunk)))
    await expect.poll(() => said, WITHIN).toContain('aplec://near/')
    const [, check = ''] = /to compare: ([\d ]+)/.exec(said) ?? []
    const [shared = ''] = /aplec:\/\/near\/\S+/.exec(said) ?? []

    expect((await aplec(1, 'join', link, '--name', 'Pau')).code).toBe(0)
    await aplec(1, 'add', 'project', plan, 'title=Hort')
    expect((await aplec(1, 'sync', plan)).out).toContain(`ws://${first.address}:47391/near: sent 1`)
    await expect.poll(() => said, WITHIN).toContain('Pla: 1 connected')
    await aplec(1, 'add', 'project', plan, 'title=Forn')
    expect((await aplec(1, 'sync', plan, '--lan')).out).toContain('sent 1')

    const asked = await aplec(1, 'sync', plan, '--at', first.address)
    expect([asked.code, asked.out]).toEqual([1, ''])
    expect(asked.err).toContain(`${check}. When they are the same, give them with --check. (E_NEAR_CHECK)`)
    expect((await aplec(1, 'sync', plan, '--at', first.address, '--check', check)).out).toContain('sent 0')
    expect((await aplec(1, 'sync', plan, '--at', shared)).out).toContain('sent 0')
    hosting.kill('SIGINT')
    await new Promise((done) => hosting.once('close', done))
    expect((await aplec(1, 'sync', plan, '--lan')).err).toContain('E_NEAR_NONE')
  })
})
