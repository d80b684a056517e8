// What goes wrong on laptops, and what the window then says and does.
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { faultsInBothThemes } from '../harness/axe.ts'
import { saveTo } from '../harness/dialogs.ts'
import { launchAplec, makeFolder, removeFolders } from '../harness/launchAplec.ts'
import { addCards, card, makeInvitation, saysSaved, startPlan } from './asPeopleDo.ts'

const projectRoot = resolve(import.meta.dirname, '../../..')
const runFile = promisify(execFile)

test.afterAll(removeFolders)

/** Leaves of the key file what a recovery code opens. */
async function loseKeyring(file: string): Promise<void> {
  const code = `
    import { readFileSync, writeFileSync } from 'node:fs'
    import sodium from 'libsodium-wrappers'
    import { decodeKeyFile, encodeKeyFile } from './src-node/keys/keyFile.ts'
    await sodium.ready
    const held = decodeKeyFile(readFileSync(process.argv[1], 'utf8')).value
    const wraps = held.wraps.filter(({ by }) => by === 'recovery')
    writeFileSync(process.argv[1], encodeKeyFile({ ...held, wraps }))`
  await runFile(process.execPath, ['--input-type=module', '-e', code, file], { cwd: projectRoot })
}

test('[SH22] the keyring has lost the key: the recovery code opens the plans, and nothing else does', async () => {
  const laptop = await launchAplec()
  const { window, folder } = laptop
  await window.getByRole('button', { name: 'New plan' }).click()
  await window.getByLabel('Title of the plan').fill('Pla de la vall')
  await window.getByLabel('Your name, as the others will see it').fill('Núria')
  await window.getByRole('button', { name: 'Start the plan' }).click()
  await window.getByRole('link', { name: 'Write down the codes' }).click()
  const code = (await window.locator('.code').first().textContent()) ?? ''
  await window.getByRole('button', { name: 'I have it on paper' }).click()
  await addCards(window, 'Idea', ['Forn de pa'])
  await saysSaved(window)
  await laptop.close()

  // What remains of the key when the system's part of it is gone.
  const file = join(folder, 'member/device.key')
  await loseKeyring(file)
  const lost = readFileSync(file, 'utf8')

  const again = await launchAplec({ folder })
  await expect(again.window.getByRole('heading', { name: 'This laptop has forgotten its key' })).toBeVisible()
  await again.window.keyboard.press('Escape')
  await again.window.getByLabel('Recovery code').fill('AAAA BBBB')
  await again.window.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(again.window.getByText('This is not a recovery code')).toBeVisible()
  expect(await faultsInBothThemes(again.window, 'unlock')).toEqual([])
  expect(readFileSync(file, 'utf8')).toBe(lost)
  await again.window.getByLabel('Recovery code').fill(code)
  await again.window.keyboard.press('Enter')
  await again.window.getByRole('link', { name: /Pla de la vall/ }).click()
  await expect(card(again.window, 'Forn de pa')).toBeVisible()
  await again.close()

  const third = await launchAplec({ folder })
  await expect(third.window.getByRole('link', { name: /Pla de la vall/ })).toBeVisible()
  await third.close()
})

/** Another program that holds the folder, until it is ended. */
async function holdFolder(folder: string): Promise<ChildProcess> {
  const code = `
    import { takeLock } from './src-node/disk/lockFile.ts'
    const lock = await takeLock(process.argv[1])
    console.log(lock.ok ? 'held' : lock.error.code)
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = await new Promise<string>((done) => child.stdout.once('data', (chunk) => done(String(chunk).trim())))
  expect(said).toBe('held')
  return child
}

test('[SH23] another program holds the folder: the window says so, and opens by itself when it is free', async () => {
  const folder = makeFolder()
  mkdirSync(join(folder, 'member'))
  writeFileSync(join(folder, 'member/welcomed'), '')
  const other = await holdFolder(join(folder, 'member/in-use.lock'))
  try {
    const { window, close } = await launchAplec({ folder })
    await expect(window.getByRole('heading', { name: 'The plans cannot be opened now' })).toBeVisible()
    await expect(window.getByRole('alert')).toHaveText('Another program is using these plans.')
    expect(await faultsInBothThemes(window, 'locked')).toEqual([])
    other.kill()
    await expect(window.getByText('No plans on this laptop yet')).toBeVisible()
    await expect(window.getByRole('dialog')).toHaveCount(0)
    await close()
  } finally {
    other.kill()
  }
})

/** A disk of 8 MB in memory, where this user may mount one (root on Linux). */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test('[SH24] the disk is full: the plan is carried away with what was typed, and saved once there is room', async () => {
  const folder = makeFolder()
  const [member, elsewhere, pau] = [join(folder, 'member'), makeFolder(), makeFolder()]
  mkdirSync(member)
  test.skip(!mountSmallDisk(member), 'this user may not mount a small disk')
  const [bundle, pdf] = [join(elsewhere, 'pla.aplec'), join(elsewhere, 'pla.pdf')]
  try {
    writeFileSync(join(member, 'welcomed'), '')
    const { app, window, close } = await launchAplec({ folder })
    await startPlan(window, 'Pla de la vall', 'Núria')
    await addCards(window, 'Idea', ['Forn de pa'])
    const link = await makeInvitation(window)
    await saysSaved(window)

    const ballast = join(member, 'ballast')
    fillDisk(member, ballast)
    await addCards(window, 'Idea', ['Arxiu obert'])
    // One card might still find place in a block that is in use.
    await card(window, 'Arxiu obert').click()
    await window.getByRole('textbox', { name: 'What it is' }).fill(randomBytes(20_000).toString('hex'))
    const bar = window.locator('.bar-risk')
    await expect(bar).toContainText('Not saved: the disk is full.')
    expect(await faultsInBothThemes(window, 'disk-full')).toEqual([])
    await saveTo(app, bundle)
    await window.getByRole('button', { name: 'Export now…' }).click()
    await expect(window.getByText('Saved as pla.aplec.')).toBeVisible()
    await saveTo(app, pdf)
    await window.getByRole('button', { name: 'As a PDF…' }).click()
    await expect(window.getByText('Saved as pla.pdf.')).toBeVisible()
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-')

    const aplec = async (...args: readonly string[]): Promise<string> =>
      (await runFile(process.execPath, ['src-cli/index.ts', '--data', pau, ...args], { cwd: projectRoot })).stdout
    const [plan] = (await aplec('join', link, '--name', 'Pau', '--bundle', bundle)).split('\n')
    expect(await aplec('show', plan!, '--json')).toContain('Arxiu obert')

    rmSync(ballast)
    await expect(bar).toHaveCount(0)
    await saysSaved(window)
    await close()
  } finally {
    execFileSync('/usr/bin/umount', ['-l', member])
  }
})

/** Fills what is free, down to the last block. */
function fillDisk(folder: string, file: string): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(file, new Uint8Array(bavail * bsize))
}
