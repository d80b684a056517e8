import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const projectRoot = resolve(import.meta.dirname, '../../..')
const rooms = ['src-shared', 'src-node', 'src-relay', 'src-cli', 'src-main', 'src-renderer', 'test']

let root: string

/** A project of one harmless module a room, to plant violations in. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aplec-fences-'))
  cpSync(join(projectRoot, 'package.json'), join(root, 'package.json'))
  for (const room of rooms) plant(`${room}/harmless.ts`, 'export const harmless = 1\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function plant(path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function runCheck(script: string): { readonly code: number | null; readonly lines: readonly string[] } {
  const run = spawnSync(process.execPath, [join(projectRoot, 'scripts/checks', script), root], { encoding: 'utf8' })
  return { code: run.status, lines: `${run.stdout}${run.stderr}`.trim().split('\n') }
}

test('[SH1] a project that keeps to the direction of imports passes', () => {
  plant('src-shared/plan/a.ts', `import { harmless } from '#shared/harmless.ts'\nexport const a = harmless\n`)
  expect(runCheck('fences.mjs').code).toBe(1) // plan may import base only
  plant('src-shared/plan/a.ts', `import { base } from '../base/base.ts'\nexport const a = base\n`)
  plant('src-shared/base/base.ts', 'export const base = 1\n')
  expect(runCheck('fences.mjs')).toEqual({ code: 0, lines: ['9 modules, 0 problems'] })
})

test('[SH1] each planted violation is caught by the rule named for it', () => {
  plant('src-shared/base/up.ts', `import '../core/top.ts'\n`)
  plant('src-shared/core/top.ts', `import 'node:fs'\n`)
  plant('src-shared/gate/reach.ts', `import '../sync/far.ts'\n`)
  plant('src-shared/sync/far.ts', 'export const far = 1\n')
  plant('src-renderer/reach.ts', `import '#main/harmless.ts'\nimport 'electron'\n`)
  plant('src-relay/rooms/impure.ts', `import 'node:net'\n`)
  plant('src-cli/a.ts', `import './b.ts'\n`)
  plant('src-cli/b.ts', `import './a.ts'\n`)
  plant('src-node/tested.ts', `import '#test/harmless.ts'\n`)
  const { code, lines } = runCheck('fences.mjs')
  expect(code).toBe(1)
  expect(lines.map((line) => line.split(':')[0])).toEqual(
    expect.arrayContaining([
      'base-knows-no-room',
      'shared-runs-everywhere',
      'gate-knows-roster-and-plan',
      'window-knows-shared-only',
      'electron-only-in-main',
      'rooms-touch-no-system',
      'no-runtime-cycles',
      'production-never-imports-tests',
    ]),
  )
})

test('[SH2] an empty room, and a path that leads nowhere, are failures', () => {
  rmSync(join(root, 'src-main'), { recursive: true })
  plant('src-cli/lost.ts', `import '#node/nowhere.ts'\n`)
  expect(runCheck('fences.mjs')).toEqual({
    code: 1,
    lines: [
      'no module of src-main was looked at',
      'could not be followed: src-cli/lost.ts → #node/nowhere.ts',
      '7 modules, 2 problems',
    ],
  })
})

test('[SH3] a rule without a test, a test without a rule and two rules of one number are named', () => {
  expect(runCheck('ruleIds.mjs').code).toBe(1) // no rule at all: nothing would be checked
  plant(
    'docs/specs/plan.md',
    '# Plan\n\n- **PL1** Titles are text.\n- **PL2** Removal is a mark; see PL1 and PL9.\n- **PL1** Twice.\n',
  )
  plant('test/unit/plan/a.test.ts', `test('[PL1] titles', () => {})\ntest.each([1])('[PL3] other', () => {})\n`)
  expect(runCheck('ruleIds.mjs')).toEqual({
    code: 1,
    lines: [
      'PL1 is stated twice: docs/specs/plan.md',
      'PL2 of docs/specs/plan.md has no test',
      'PL3 in test/unit/plan/a.test.ts is no rule of docs/specs',
      '2 rules, 3 problems',
    ],
  })
})
