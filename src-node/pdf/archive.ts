import { assert } from '#shared/base/assert.ts'

/**
 * Typst writes one standard at a time; the printed plan is both PDF/A-2a and PDF/UA-1. The two ask for the same tagged file
 * but for what it says of itself: PDF/UA wants its own identifier in the metadata (declared, since PDF/A forbids unknown
 * ones) and the title shown in the window. Both stand in the last two objects Typst writes, so only the tail is rewritten.
 * Source: ISO 14289-1 §5 and §7.1, ISO 19005-2 §6.6.2.3; docs/decisions/0005-two-standards-in-one-pdf.md.
 */
export function markAccessible(pdfA: Uint8Array): Uint8Array {
  const text = Buffer.from(pdfA).toString('latin1')
  const table = xrefTable(text)
  const catalog = lastObject(text, '/Type /Catalog')
  const metadata = lastObject(text, '/Type /Metadata')
  assert(metadata.end <= catalog.start, 'Typst writes the metadata before the catalog')
  const edits = [
    { at: metadata, body: withIdentifier(metadata.body) },
    {
      at: catalog,
      body: catalog.body.replace('/ViewerPreferences <<', '/ViewerPreferences <<\n    /DisplayDocTitle true'),
    },
  ]
  assert(edits[1]!.body !== catalog.body, 'the catalog has viewer preferences')
  const shift = (offset: number): number =>
    offset + edits.reduce((sum, { at, body }) => sum + (offset > at.start ? body.length - at.body.length : 0), 0)
  const body = edits.reduceRight((out, { at, body }) => out.slice(0, at.start) + body + out.slice(at.end), text)
  const start = shift(table.start)
  const rows = table.rows.map(({ offset, rest }, i) => (i === 0 ? row(offset, rest) : row(shift(offset), rest)))
  const tail = text.slice(table.end).replace(/startxref\s+\d+/, `startxref\n${start}`)
  return Buffer.from(body.slice(0, start) + `xref\n0 ${rows.length}\n` + rows.join('') + tail, 'latin1')
}

const row = (offset: number, rest: string): string => String(offset).padStart(10, '0') + rest

function xrefTable(text: string) {
  const start = text.lastIndexOf('\nxref\n') + 1
  const head = /^xref\n0 (\d+)\n/.exec(text.slice(start, start + 40))
  assert(head, 'Typst writes one classic cross-reference table')
  const first = start + head[0].length
  const rows = Array.from({ length: Number(head[1]) }, (_, i) => {
    const line = text.slice(first + i * 20, first + i * 20 + 20)
    return { offset: Number(line.slice(0, 10)), rest: line.slice(10) }
  })
  return { start, end: first + rows.length * 20, rows }
}

/** The last object that holds `mark`, from its number to `endobj`. */
function lastObject(text: string, mark: string) {
  const at = text.lastIndexOf(mark)
  assert(at !== -1, `the file has an object with ${mark}`)
  const start = text.lastIndexOf(' obj\n', at)
  const from = text.lastIndexOf('\n', start) + 1
  const end = text.indexOf('endobj', at)
  return { start: from, end, body: text.slice(from, end) }
}

const IDENTIFIER =
  '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>' +
  '</rdf:RDF>'
const DECLARATION =
  '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>' +
  '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>' +
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>' +
  '<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>' +
  '<pdfaProperty:description>Part of ISO 14289 this file conforms to</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>'

function withIdentifier(metadata: string): string {
  const declared = metadata.replace(/(<pdfaExtension:schemas><rdf:Bag>)/, `$1${DECLARATION}`)
  assert(declared !== metadata, 'the PDF/A metadata declares its extension schemas')
  const whole = declared.replace('</rdf:RDF>', IDENTIFIER)
  const length = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(whole)
  assert(length, 'the metadata is an unfiltered stream')
  return whole.replace(/\/Length \d+/, `/Length ${length[1]!.length}`)
}
