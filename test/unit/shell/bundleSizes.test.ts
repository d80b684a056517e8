import { expect, test } from 'vitest'
// @ts-expect-error -- a script of the build, without types of its own
import { bundleSizes, overBudget, partOf, readSizes } from '../../../scripts/setup/bundleSizes.mjs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const chunk = (fileName: string, code: string, more: object = {}) => ({ type: 'chunk', fileName, code, ...more })

/** What Vite hands to the plugin, as far as it reads it. Text of letters that do not repeat hardly shrinks. */
function sizesWith(extra: string): unknown {
  const file = join(mkdtempSync(join(tmpdir(), 'aplec-sizes-')), 'bundle.json')
  const text = (length: number) => Array.from({ length }, (_, i) => ((i * 7919) ^ (i >> 3)).toString(36)).join('')
  const modules = { '/x/node_modules/react/index.js': { renderedLength: 9_000 } }
  const own = { [`/x/src-renderer/features/board/Board.tsx`]: { renderedLength: 2_000 + extra.length } }
  bundleSizes(file).generateBundle(null, {
    a: chunk('assets/index-AbCd1234.js', text(4_000) + extra, {
      isEntry: true,
      imports: ['assets/shared-AbCd1234.js'],
      modules: { ...modules, ...own },
      viteMetadata: { importedCss: new Set(['assets/index-AbCd1234.css']) },
    }),
    b: chunk('assets/shared-AbCd1234.js', text(500)),
    c: chunk('assets/Later-AbCd1234.js', text(2_000)),
    d: { type: 'asset', fileName: 'assets/index-AbCd1234.css', source: text(100) },
    e: { type: 'asset', fileName: 'assets/font-AbCd1234.woff2', source: 'x' },
  })
  return readSizes(file)
}

test('[SH45] the build counts what is loaded at first apart from what is loaded later, and fails by a sentence that names what grew', () => {
  const small = sizesWith('') as { first: number; all: number; files: object; parts: object }
  expect(Object.keys(small.files).sort()).toEqual(['Later.js', 'index.css', 'index.js', 'shared.js'])
  expect(small.all).toBeGreaterThan(small.first)
  expect(small.parts).toEqual({ react: 9, 'src-renderer/features/board': 2 })
  const budget = { first: small.first + 1, all: small.all + 100, when: small }
  expect(overBudget(small, budget)).toBeNull()

  const grown = Array.from({ length: 6_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000))).join('')
  const said = overBudget(sizesWith(grown), budget)
  expect(said).toMatch(/^What the window loads before it shows anything: [\d.]+ kB compressed, [\d.]+ kB more than the/)
  expect(said).toMatch(
    /Since the budget was set: index\.js \+[\d.]+ kB, src-renderer\/features\/board \+6 kB uncompressed\./,
  )
  expect(said).not.toContain('react +')
})

test.each([
  ['/p/node_modules/@automerge/automerge-repo/dist/slim.js', '@automerge/automerge-repo'],
  ['\0/p/node_modules/react-dom/index.js?commonjs', 'react-dom'],
  ['/p/src-renderer/features/board/BoardView.tsx', 'src-renderer/features/board'],
  ['/p/src-shared/plan/board.ts', 'src-shared/plan'],
  ['/p/resources/messages/ca.json', 'resources/messages'],
])('[SH45] %s is a part of %s', (id, part) => expect(partOf(id)).toBe(part))
