import { shownTitle } from '#shared/base/shownText.ts'
import { type Found, markedParts } from '../../data/search/searchIndex.ts'
import { typeWord } from '../../parts/typeWord.ts'
import { useWords } from '../../words/words.ts'

/** What was found, where it is, and the words that were found. */
export function FoundLine({ line: { entry, inTitle, snippet, words: found } }: { readonly line: Found }) {
  const words = useWords()
  const where = [typeWord(entry.type, words), shownTitle(inTitle ?? '')].filter(Boolean).join(' · ')
  return (
    <span className="hit-text">
      <span className="hit-first">
        <span className="hit-title">
          <Marked text={shownTitle(entry.title || snippet)} found={found} />
        </span>
        <span className="hit-where">{where}</span>
      </span>
      {entry.title !== '' && snippet !== '' && (
        <span className="hit-snippet">
          <Marked text={shownTitle(snippet)} found={found} />
        </span>
      )}
    </span>
  )
}

function Marked({ text, found }: { readonly text: string; readonly found: readonly string[] }) {
  return markedParts(text, found).map((part, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- parts of one text, in their order
    part.isFound ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  )
}
