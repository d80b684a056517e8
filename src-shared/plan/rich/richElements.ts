/** A rich text taken apart: each character, pairs of surrogates whole, and each block is one element. */
import { joinRich, type RichBlock, type RichMarks, type RichSpan, type RichText } from './richText.ts'

export type RichElement =
  { readonly character: string; readonly marks: RichMarks } | { readonly character: null; readonly block: RichBlock }

export const elementsOf = (rich: RichText): readonly RichElement[] =>
  rich.flatMap((span): readonly RichElement[] =>
    span.type === 'block'
      ? [{ character: null, block: span.block }]
      : Array.from(span.text, (character) => ({ character, marks: span.marks })),
  )

/** Long runs are put together at once: a text of half a million characters is no list of joins. */
export function richOf(elements: readonly RichElement[]): RichText {
  const spans: RichSpan[] = []
  let characters: string[] = []
  let marks: RichMarks | null = null
  const end = (): void => {
    if (marks !== null) spans.push({ type: 'text', text: characters.join(''), marks })
    characters = []
    marks = null
  }
  for (const element of elements) {
    if (element.character === null) {
      end()
      spans.push({ type: 'block', block: element.block })
      continue
    }
    if (marks !== element.marks) end()
    marks = element.marks
    characters.push(element.character)
  }
  end()
  return joinRich(spans)
}

/** The same with one element for each unit of UTF-16, as the document counts. */
export const unitsOf = (rich: RichText): readonly RichElement[] =>
  rich.flatMap((span): readonly RichElement[] =>
    span.type === 'block'
      ? [{ character: null, block: span.block }]
      : span.text.split('').map((character) => ({ character, marks: span.marks })),
  )
