// What the window loads, measured when it is built (a plugin of Vite), and held against a budget.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * Sizes in kB. `first`: scripts and styles before anything is shown; `all`: with those that are loaded when they are needed. Both
 * as they are compressed. `files`: each of them; `parts`: what the scripts are made of, uncompressed, by package or folder.
 * @typedef {{ first: number, all: number, files: Record<string, number>, parts: Record<string, number> }} BundleSizes
 */

/** @param {string} file where the sizes are written @returns {import('vite').Plugin} */
export function bundleSizes(file) {
  return {
    name: 'aplec-bundle-sizes',
    enforce: 'post',
    generateBundle(_options, bundle) {
      writeFileSync(file, `${JSON.stringify(sizesOf(Object.values(bundle)), null, 2)}\n`)
    },
  }
}

/** @returns {BundleSizes} */
function sizesOf(outputs) {
  const loaded = outputs.filter(({ fileName }) => /\.(js|css)$/.test(fileName))
  const first = firstOf(outputs)
  const sized = loaded.map((output) => [output, compressedKB(output.type === 'chunk' ? output.code : output.source)])
  return {
    first: sum(sized.filter(([{ fileName }]) => first.has(fileName))),
    all: sum(sized),
    files: sorted(sized.map(([{ fileName }, size]) => [plainName(fileName), size])),
    parts: partsOf(outputs),
  }
}

/** The page's script, what it imports at once, and their styles. */
function firstOf(outputs) {
  const byName = new Map(outputs.map((output) => [output.fileName, output]))
  const first = new Set()
  const add = (name) => {
    const output = byName.get(name)
    if (output === undefined || first.has(name)) return
    first.add(name)
    for (const next of output.imports ?? []) add(next)
    for (const style of output.viteMetadata?.importedCss ?? []) add(style)
  }
  for (const output of outputs) if (output.isEntry) add(output.fileName)
  return first
}

function partsOf(outputs) {
  const lengths = new Map()
  for (const output of outputs) {
    for (const [id, { renderedLength }] of Object.entries(output.modules ?? {})) {
      const part = partOf(id)
      lengths.set(part, (lengths.get(part) ?? 0) + renderedLength)
    }
  }
  return sorted([...lengths].map(([part, length]) => [part, kB(length)]).filter(([, size]) => size >= 1))
}

/** The package, or the folder of the project. */
export function partOf(id) {
  const path = id.replaceAll('\\', '/').replace(/^\0/, '').replace(/\?.*$/, '')
  const inPackage = path.match(/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/)
  if (inPackage) return inPackage[1]
  const own = path.match(/(src-[a-z]+(?:\/(?:features\/)?[^/]+)?|resources\/[^/]+)\//)
  return own ? own[1] : 'other'
}

const sorted = (pairs) => Object.fromEntries(pairs.sort(([, a], [, b]) => b - a))
const sum = (sized) => Math.round(sized.reduce((total, [, size]) => total + size, 0) * 10) / 10
const kB = (bytes) => Math.round(bytes / 100) / 10
const compressedKB = (text) => kB(gzipSync(text, { level: 9 }).length)
/** Without the hash in it: the same file in every build. */
const plainName = (fileName) => basename(fileName).replace(/-[\w-]{8}(?=\.\w+$)/, '')

/** @param {string} file @returns {BundleSizes} */
export const readSizes = (file) => JSON.parse(readFileSync(file, 'utf8'))

/**
 * @param {BundleSizes} measured
 * @param {{ first: number, all: number, when: Pick<BundleSizes, 'files' | 'parts'> }} budget `when`: the sizes it was set at
 * @returns {string | null} one sentence for each limit that is passed, and what grew
 */
export function overBudget(measured, budget) {
  const passed = ['first', 'all'].filter((what) => measured[what] > budget[what])
  if (passed.length === 0) return null
  const words = { first: 'What the window loads before it shows anything', all: 'All scripts and styles of the window' }
  const lines = passed.map((what) => {
    const over = Math.round((measured[what] - budget[what]) * 10) / 10
    return `${words[what]}: ${measured[what]} kB compressed, ${over} kB more than the ${budget[what]} of bundle-budget.json.`
  })
  const grown = grownSince(measured, budget.when)
  return [...lines, ...(grown === '' ? [] : [`Since the budget was set: ${grown}.`])].join('\n')
}

const MOST_NAMED = 6

function grownSince(measured, when) {
  return ['files', 'parts']
    .flatMap((kind) => {
      const grown = Object.entries(measured[kind])
        .map(([name, size]) => [name, Math.round((size - (when[kind][name] ?? 0)) * 10) / 10])
        .filter(([, more]) => more >= 1)
        .sort(([, a], [, b]) => b - a)
      return grown
        .slice(0, MOST_NAMED)
        .map(([name, more]) => `${name} +${more} kB${kind === 'parts' ? ' uncompressed' : ''}`)
    })
    .join(', ')
}
