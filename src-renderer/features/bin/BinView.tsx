import './bin.css'
import { Undo2 } from 'lucide-react'
import { useRef } from 'react'
import { shownTitle } from '#shared/base/shownText.ts'
import { type Binned, selectBin } from '#shared/plan/bin.ts'
import { useCanWrite, useDoc } from '../../app/planContext.ts'
import { type PlanNames, usePlanNames } from '../../parts/usePlanNames.ts'
import { typeWord } from '../../parts/typeWord.ts'
import { useThing } from '../../parts/useThing.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { FoldedCorner } from '../../ui/marks.tsx'
import { useWords, type Words } from '../../words/words.ts'

/** What was put aside, whatever it is; nothing leaves it by itself. */
export function BinView() {
  const words = useWords()
  const { t } = words
  const { restore } = useThing()
  const canWrite = useCanWrite()
  const names = usePlanNames()
  const binned = useDoc(selectBin, sameBin)
  const list = useRef<HTMLUListElement>(null)
  const head = useRef<HTMLHeadingElement>(null)
  /** Its button goes with the line: the focus goes on to the line that takes its place, or back to the head. */
  const putBack = (item: Binned, index: number): void => {
    if (!restore(item.ref)) return
    const others = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])].filter((_, at) => at !== index)
    const next = others[index] ?? others.at(-1) ?? head.current
    next?.focus()
  }
  return (
    <main className="page">
      <div className="page-body">
        <header className="page-head">
          <h2 className="page-title" ref={head} tabIndex={-1}>
            {t('nav.bin')}
          </h2>
        </header>
        {binned.length === 0 ? (
          <Empty mark={<FoldedCorner />} title={t('bin.empty')}>
            {t('bin.hint')}
          </Empty>
        ) : (
          <p className="page-soft">{t('bin.hint')}</p>
        )}
        <ul className="binned" ref={list}>
          {binned.map((item, index) => {
            const title = shownTitle(item.title) || t('plan.untitled')
            return (
              <li key={`${item.ref.in?.id ?? ''}/${item.ref.id}`} className="binned-row">
                <FoldedCorner />
                <span className="binned-title">
                  {title}
                  <span className="person-note">{noteOf(item, names, words)}</span>
                </span>
                {canWrite && (
                  <Button
                    size="s"
                    icon={<Undo2 size={16} strokeWidth={1.5} aria-hidden />}
                    aria-label={`${t('bin.restore')}: ${title}`}
                    onPress={() => putBack(item, index)}
                  >
                    {t('bin.restore')}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </main>
  )
}

/** `action · Communal bakery · Núria, 23 Nov 2026, 16:40`, as far as it is known. */
function noteOf({ ref, inTitle, by, at }: Binned, names: PlanNames, words: Words): string {
  const who = by === null ? '' : (names.people.get(by)?.name ?? '')
  const when = at === null ? '' : words.moment(at)
  return [typeWord(ref.type, words), shownTitle(inTitle ?? ''), [who, when].filter(Boolean).join(', ')]
    .filter(Boolean)
    .join(' · ')
}

const sameBin = (a: readonly Binned[], b: readonly Binned[]): boolean => JSON.stringify(a) === JSON.stringify(b)
