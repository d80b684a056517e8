/** `docs/benchmarks.md`: each part of the benchmark has a section there, which is written by the run that measured it. */
import { readFile, writeFile } from 'node:fs/promises'
import { arch, cpus, loadavg, platform, release } from 'node:os'
import { join } from 'node:path'
import { cellsOf, HEAD, type Row } from './measure.ts'
import { projectRoot } from './stage.ts'

const FILE = join(projectRoot, 'docs/benchmarks.md')
/** More processes than this share of the processors wanted them, and figures by the clock mean little. */
const NOISY = 0.5

export type Part = { readonly name: string; readonly title: string; readonly rows: readonly Row[] }

/** How busy the machine was before the benchmark made it so: processes that wanted a processor, in the last minute. */
export const loadBefore = (): number => loadavg()[0]!

export async function writeTable({ name, title, rows }: Part, load: number, seconds: number): Promise<void> {
  const text = await readFile(FILE, 'utf8')
  const section = new RegExp(`(<!-- begin ${name} -->\n)[\\s\\S]*?(<!-- end ${name} -->)`)
  if (!section.test(text)) throw new Error(`docs/benchmarks.md has no section for ${name}`)
  const lines = ['', `## ${title}`, '', ...tableOf(rows), '', noteOn(name, load, seconds), '']
  await writeFile(
    FILE,
    text.replace(section, (_all, begin: string, end: string) => `${begin}${lines.join('\n')}\n${end}`),
  )
}

/** As prettier would set it. */
function tableOf(rows: readonly Row[]): readonly string[] {
  const all = [HEAD, ...rows.map(cellsOf)].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = HEAD.map((_, i) => Math.max(3, ...all.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  const [head, ...body] = all
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)]
}

function noteOn(name: string, load: number, seconds: number): string {
  const { length, 0: first } = cpus()
  const noise =
    load > length * NOISY
      ? `Other work wanted the processors (load ${load.toFixed(1)} before): times by the clock are too long, ratios and processor time hold.`
      : `The machine had nothing else to do (load ${load.toFixed(1)} before).`
  const machine = `${length} processors (${(first?.model ?? arch()).trim()}), ${platform()} ${release()}, Node ${process.versions.node}`
  const day = new Date().toISOString().slice(0, 10)
  return `\`npm run bench -- --write ${name}\`, ${day}, ${Math.ceil(seconds / 60)} min, ${machine}. ${noise}`
}
