import { useEffect, useState } from 'react'
import type { Notice } from '#shared/base/codes.ts'
import { useServices } from '../../app/context.ts'
import { noticeSentence } from '../../parts/noticeSentence.ts'
import { noticeToast } from '../../parts/noticeToast.ts'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toasts.tsx'
import { useWords } from '../../words/words.ts'
import { windowTimes } from './windowTimes.ts'

/** The text a person may send when something is wrong; they read it before it is saved. */
export function DiagnosticsSection() {
  const { core } = useServices()
  const words = useWords()
  const { t } = words
  const [text, setText] = useState<string | null>(null)
  const [refused, setRefused] = useState<Notice | null>(null)
  useEffect(() => {
    let isHere = true
    void core.shell.makeDiagnostics({ windowMs: [...windowTimes()] }).then((made) => {
      if (!isHere) return
      if (made.ok) setText(made.value)
      else setRefused(made.error)
    })
    return () => {
      isHere = false
    }
  }, [core])
  const save = async (): Promise<void> => {
    const saved = await core.shell.saveDiagnostics()
    if (!saved.ok) return noticeToast(saved.error, words)
    if (saved.value !== null) toast({ text: t('file.saved', { name: saved.value.name }) })
  }
  return (
    <>
      <p>{t('diagnostics.text')}</p>
      {refused !== null && <p className="said">{noticeSentence(refused, words)}</p>}
      {text === null && refused === null && <p className="hint">{t('diagnostics.making')}</p>}
      {text !== null && (
        <>
          {/* Scrolls, so the keyboard has to be able to reach it. */}
          <pre className="diagnostics" tabIndex={0} role="region" aria-label={t('command.diagnostics')} lang="en">
            {text}
          </pre>
          <div>
            <Button look="main" onPress={() => void save()}>
              {t('diagnostics.save')}
            </Button>
          </div>
        </>
      )}
    </>
  )
}
