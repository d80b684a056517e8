// `npm run bench [-- [--write] PART …]`: tables of ratios, each against a peer measured in the same run (these machines are noisy).
// `--write`: into docs/benchmarks.md too.
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { catchUpRows } from './catchUp.ts'
import { journalRows } from './journal.ts'
import { printRows, type Row } from './measure.ts'
import { pdfRows } from './pdf.ts'
import { idleRows, relayRows, roomsRows } from './relay.ts'
import { shellRows } from './shell.ts'
import { warmOpenRows } from './warmOpen.ts'
import { dataRows } from './data.ts'
import { bundleRows } from './bundle.ts'
import { windowRows } from './window.ts'
import { wordsRows } from './words.ts'
import { loadBefore, writeTable } from './writeTables.ts'

await sodium.ready
const isWritten = process.argv.includes('--write')
const only = process.argv.slice(2).filter((word) => word !== '--write')
const parts: readonly (readonly [name: string, title: string, rows: () => readonly Row[] | Promise<readonly Row[]>])[] =
  [
    ['window', 'The window in Electron, 10,000 cards; peer: a board on automerge-repo and useDocument', windowRows],
    ['bundle', 'What the window loads', bundleRows],
    ['data', 'The window’s data: one edit, 1,000 and 10,000 cards', () => [...dataRows(1_000), ...dataRows(10_000)]],
    ['open', 'A plan opened again', warmOpenRows],
    ['pdf', 'The PDF', pdfRows],
    ['shell', 'The shell', shellRows],
    ['journal', 'The journal', journalRows],
    ['words', 'Words while they are written', wordsRows],
    ['relay', 'The relay', relayRows],
    ['catch-up', 'Catching up', catchUpRows],
    ['idle', 'The relay, connections that say nothing', idleRows],
    ['rooms', 'The relay, many rooms', roomsRows],
  ]
const unknown = only.filter((name) => !parts.some(([known]) => known === name))
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are ${parts.map(([name]) => name).join(', ')}.`)
  process.exit(2)
}
let missed = 0
for (const [name, title, rows] of parts) {
  if (only.length > 0 && !only.includes(name)) continue
  const load = loadBefore()
  const from = performance.now()
  const measured = await rows()
  if (measured.length === 0) continue
  printRows(title, measured)
  if (isWritten) await writeTable({ name, title, rows: measured }, load, (performance.now() - from) / 1_000)
  missed += measured.filter(({ met }) => !met).length
}
console.log(missed === 0 ? '\nEvery target met.' : `\n${missed} targets missed.`)
