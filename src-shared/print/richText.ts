import { asText, asThing } from './planJson.ts'

/** A run of prose with its marks; `link` only for addresses a reader may safely follow. */
export type Run = {
  readonly text: string
  readonly strong: boolean
  readonly em: boolean
  readonly link: string
}
export type Block = { readonly kind: 'paragraph' | 'heading' | 'bullet' | 'number'; readonly runs: readonly Run[] }

const BLOCK_KINDS: Readonly<Record<string, Block['kind']>> = {
  heading: 'heading',
  'unordered-list-item': 'bullet',
  'ordered-list-item': 'number',
}

/**
 * Rich text as canonical JSON holds it (a plain string, or a list of spans) as blocks of runs. Line breaks inside a span
 * part paragraphs; block markers and marks we do not know print as plain paragraphs and plain runs.
 */
export function richTextBlocks(value: unknown): readonly Block[] {
  const spans = typeof value === 'string' ? [{ type: 'text', value }] : Array.isArray(value) ? value : []
  const blocks: { kind: Block['kind']; runs: Run[] }[] = [{ kind: 'paragraph', runs: [] }]
  for (const span of spans.map(asThing)) {
    if (span['type'] === 'block') {
      blocks.push({ kind: BLOCK_KINDS[asText(asThing(span['value'])['type'])] ?? 'paragraph', runs: [] })
      continue
    }
    const marks = asThing(span['marks'])
    asText(span['value'])
      .split(/\n+/)
      .forEach((text, i) => {
        if (i > 0) blocks.push({ kind: 'paragraph', runs: [] })
        if (text !== '') blocks.at(-1)!.runs.push(markedRun(text, marks))
      })
  }
  return blocks.filter((block) => block.runs.length > 0)
}

function markedRun(text: string, marks: Readonly<Record<string, unknown>>): Run {
  return {
    text,
    strong: marks['strong'] === true || marks['bold'] === true,
    em: marks['em'] === true || marks['italic'] === true,
    link: safeAddress(linkTarget(marks['link'])),
  }
}

/** ProseMirror marks carry their attributes as JSON text. */
function linkTarget(mark: unknown): string {
  const found = /^\{.*"href"\s*:\s*"([^"\\]+)"/.exec(asText(mark))
  return found ? found[1]! : asText(mark)
}

/** http, https and mailto only, without what could end the address it is set in; anything else prints as text. */
export const safeAddress = (address: string): string =>
  /^(https?:\/\/|mailto:)[^\s<>"\\]+$/i.test(address) ? address : ''
