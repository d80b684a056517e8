import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { useWords } from '../../words/words.ts'

const PER_STEP = 60

/** How much of a long list is drawn, and what stands at its end: scrolled to, or pressed, it brings the next part. */
export function useGrowing(total: number): readonly [shown: number, more: ReactNode] {
  const { t } = useWords()
  const [shown, setShown] = useState(PER_STEP)
  const end = useRef<HTMLDivElement>(null)
  const isWhole = shown >= total
  useEffect(() => {
    if (isWhole || end.current === null) return undefined
    const watch = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && setShown((before) => before + PER_STEP),
      { rootMargin: '600px' },
    )
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [isWhole, shown])
  const more = isWhole ? null : (
    <div ref={end} className="people-more">
      <Button size="s" look="quiet" onPress={() => setShown(shown + PER_STEP)}>
        {t('people.more', { count: total - shown })}
      </Button>
    </div>
  )
  return [shown, more]
}
