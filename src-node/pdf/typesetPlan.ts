import { join } from 'node:path'
import typst from '@myriaddreamin/typst-ts-node-compiler'
import { type Result, err, ok } from '#shared/base/result.ts'
import { type PrintInput, printModel } from '#shared/print/printModel.ts'
import { markAccessible } from './archive.ts'
import { fontFiles } from './fonts.ts'
import { printableAll } from './printable.ts'

export type TypesetError = { readonly code: 'E_PDF'; readonly detail: string }
export type TypesetPdf = { readonly bytes: Uint8Array; readonly pages: number }

/** Reuses fonts and parsed template between prints: the second PDF of a process takes a fraction of the first. */
let compiler: typst.NodeCompiler | null = null

/**
 * The printed plan as a tagged PDF/A-2a and PDF/UA-1. The same input gives the same bytes on every machine (PD1).
 * `resources` is the folder that holds `pdf/plan.typ`. `E_PDF` carries Typst's own words; it means a fault of ours.
 */
export function typesetPlan(input: PrintInput, resources: string): Result<TypesetPdf, TypesetError> {
  const rendered = render(input, resources, 'a-2a')
  return rendered.ok ? ok({ ...rendered.value, bytes: markAccessible(rendered.value.bytes) }) : rendered
}

/**
 * Typst's own checks of PDF/UA-1 for this input: missing alternative texts, title, order of headings. They depend on the
 * template, not on the plan, so tests ask for them and an export does not wait for them.
 */
export function checkAccessible(input: PrintInput, resources: string): Result<null, TypesetError> {
  const rendered = render(input, resources, 'ua-1')
  return rendered.ok ? ok(null) : rendered
}

function render(input: PrintInput, resources: string, pdfStandard: 'a-2a' | 'ua-1'): Result<TypesetPdf, TypesetError> {
  const workspace = join(resources, 'pdf')
  compiler ??= typst.NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [...fontFiles()] }] })
  const model = { ...printableAll(printModel(input)), keywords: printKeywords(input), date: dateParts(input) }
  const compiled = compiler.compile({
    mainFilePath: join(workspace, 'plan.typ'),
    inputs: { model: JSON.stringify(model) },
  })
  const document = compiled.result
  if (!document) return err({ code: 'E_PDF', detail: diagnosis(compiler, compiled) })
  try {
    return ok({ bytes: compiler.pdf(document, { pdfStandard, creationTimestamp: 0 }), pages: document.numOfPages })
  } catch (cause) {
    return err({ code: 'E_PDF', detail: cause instanceof Error ? cause.message : String(cause) })
  } finally {
    compiler.evictCache(10)
  }
}

/** What the file says of itself, for `verify`; readable in any PDF viewer. */
export function printKeywords(input: PrintInput): readonly string[] {
  const { agreement, planId, language, appVersion } = input
  const what = agreement ? `agreement=${agreement.id}` : 'draft'
  return [`aplec plan=${planId} ${what} language=${language} version=${appVersion}`]
}

function dateParts({ day }: PrintInput): readonly number[] {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  const isDay = found && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)
  return isDay ? found.slice(1).map(Number) : [1970, 1, 1]
}

function diagnosis(compiler: typst.NodeCompiler, compiled: typst.NodeTypstCompileResult): string {
  const error = compiled.takeError()
  return error ? JSON.stringify(compiler.fetchDiagnostics(error)).slice(0, 2000) : 'no result'
}
