import type { RefObject } from 'react'
import { useWords } from '../../words/words.ts'

export type Part = {
  readonly id: string
  readonly title: string
  readonly mark?: { readonly hue: string; readonly letters: string }
}

type ContentsProps = { readonly parts: readonly Part[]; readonly page: RefObject<HTMLElement | null> }

/** The parts of the text, beside it where there is room. */
export function Contents({ parts, page }: ContentsProps) {
  const { t } = useWords()
  const goTo = (id: string): void => {
    const heading = page.current?.querySelector<HTMLElement>(`[data-part="${id}"]`)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
  }
  return (
    <nav className="contents" aria-label={t('document.contents')}>
      <ol>
        {parts.map(({ id, title, mark }) => (
          <li key={id}>
            <button type="button" className="contents-link" onClick={() => goTo(id)}>
              {mark && (
                <span className={`objective-mark objective-mark-s hue-${mark.hue}`} aria-hidden>
                  {mark.letters}
                </span>
              )}
              <span>{title}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
