import { useEffect, useState } from 'react'
import { go } from '../../app/useRoute.ts'
import { arrivedFile } from '../../parts/arrivedFile.ts'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'

/**
 * A file may be dropped anywhere on the window: the list of plans takes it. What a place of its own takes (a project's
 * files) is not touched; over an open plan only plan files count.
 */
export function DropAnywhere({ isAtHome }: { readonly isAtHome: boolean }) {
  const { t } = useWords()
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent): void => {
      const isOurs = !event.defaultPrevented && event.dataTransfer?.types.includes('Files') === true
      if (isOurs) event.preventDefault()
      setIsOver(isOurs)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent): void => {
      setIsOver(false)
      const file = event.defaultPrevented ? undefined : event.dataTransfer?.files[0]
      if (file === undefined) return
      event.preventDefault()
      if (!isAtHome && !/\.aplec$/i.test(file.name)) {
        toast({ text: t('home.dropPlanOnly') })
        return
      }
      arrivedFile.set(file)
      if (!isAtHome) go({ at: 'plans' })
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [isAtHome, t])
  if (!isOver) return null
  return (
    <div className="drop-anywhere" aria-hidden>
      <p>{t(isAtHome ? 'home.dropHere' : 'home.dropPlan')}</p>
    </div>
  )
}
