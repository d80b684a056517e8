// `npm run bench`: a table of ratios, each against a peer measured in the same run (these machines are noisy).
import '@automerge/automerge'
import sodium from 'libsodium-wrappers'
import { catchUpRows } from './catchUp.ts'
import { journalRows } from './journal.ts'
import { printRows, type Row } from './measure.ts'
import { pdfRows } from './pdf.ts'
import { idleRows, relayRows, roomsRows } from './relay.ts'
import { shellRows } from './shell.ts'
import { warmOpenRows } from './warmOpen.ts'
import { windowRows } from './window.ts'

await sodium.ready
const only = process.argv.slice(2)
const parts: readonly (readonly [name: string, title: string, rows: () => readonly Row[] | Promise<readonly Row[]>])[] =
  [
    ['window', 'The window: one edit, 1,000 and 10,000 cards', () => [...windowRows(1_000), ...windowRows(10_000)]],
    ['open', 'A plan opened again', warmOpenRows],
    ['pdf', 'The PDF', pdfRows],
    ['shell', 'The shell', shellRows],
    ['journal', 'The journal', journalRows],
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
  const measured = await rows()
  if (measured.length === 0) continue
  printRows(title, measured)
  missed += measured.filter(({ met }) => !met).length
}
console.log(missed === 0 ? '\nEvery target met.' : `\n${missed} targets missed.`)
