/** Row 17: links that no longer open anything, through a relay and from a file, by the command and by the core. */
import { readdir } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { type Notice, sentenceOf } from '#shared/base/codes.ts'
import type { Result } from '#shared/base/result.ts'
import { codeOf, founded, member, memberIn, mustBe, relay, tempFolder } from '#test/helpers/memberFolder.ts'
import { aplec } from '../cli/aplec.ts'

let today = ''
beforeAll(() => {
  today = new Date().toISOString().slice(0, 10)
})

const said = (result: Result<unknown, Notice>): string | null => (result.ok ? null : sentenceOf(result.error))

/** A plan at a relay with one link of each kind that opens nothing any more. */
async function worldOfLinks() {
  const at = await relay()
  const nuria = await founded(await member())
  mustBe(await nuria.addRelay(at))
  const links = {
    expired: mustBe(await nuria.invite({ expiresInSeconds: 0 })).link,
    withdrawn: mustBe(await nuria.invite({})),
    usedUp: mustBe(await nuria.invite({ maxUses: 1 })).link,
  }
  mustBe(await nuria.voidInvite(links.withdrawn.grant))
  mustBe(await nuria.syncOnce(at))
  mustBe(await (await member()).join({ link: links.usedUp, name: 'Ana' }))
  mustBe(await nuria.syncOnce(at))
  const file = mustBe(await nuria.bundle())
  const { link } = links.withdrawn
  return { nuria, file, at, links: { ...links, withdrawn: link, cut: link.slice(0, -9) } }
}

test('[BI17] expired, withdrawn, used up, cut off: each has its sentence, from a relay and from a file, and leaves nothing', async () => {
  const { file, links, at, nuria } = await worldOfLinks()
  const folder = await tempFolder()
  const device = await memberIn(folder)
  const wanted = {
    expired: `This link ended on ${today}. Ask for a new one.`,
    withdrawn: 'This link was withdrawn. Ask for a new one.',
    usedUp: 'This link has been used as often as it may be. Ask for a new one.',
    cut: 'This link is not complete. Copy it again, from aplec:// to its end.',
  }
  await new Promise((resolve) => setTimeout(resolve, 1_100)) // a link ends with its second
  for (const kind of ['expired', 'withdrawn', 'usedUp', 'cut'] as const) {
    const link = links[kind]
    expect(said(await device.join({ link, name: 'Pau' })), `${kind} at the relay`).toBe(wanted[kind])
    expect(said(await device.join({ link, name: 'Pau', bundle: file })), `${kind} from a file`).toBe(wanted[kind])
  }
  // No key either: the lock alone.
  expect(await readdir(folder, { recursive: true })).toEqual(['in-use.lock'])
  expect(await device.list()).toEqual([])

  // Nobody came in by them, and a good link still opens the plan.
  mustBe(await nuria.syncOnce(at))
  expect(
    nuria
      .roster()
      .members.map((one) => one.name)
      .sort(),
  ).toEqual(['Ana', 'Núria'])
  const good = mustBe(await nuria.invite({}))
  mustBe(await nuria.syncOnce(at))
  expect(codeOf(await device.join({ link: good.link, name: 'Pau' }))).toBeNull()

  // The command says the same sentence with its code, and exits with 1.
  const calls = [
    [links.withdrawn, `${wanted.withdrawn} (E_INVITE_VOID)\n`],
    ['https://example.org/join', `${wanted.cut} (E_INVITE_BROKEN)\n`],
  ] as const
  const answers = await Promise.all(
    calls.map(([link], i) => aplec('--data', `${folder}/${i}`, 'join', link, '--name', 'Eva', '--relay', at.url)),
  )
  expect(answers).toEqual(calls.map(([, err]) => ({ code: 1, out: '', err })))
  for (const i of calls.keys()) expect(await readdir(`${folder}/${i}`)).toEqual([])
}, 60_000)
