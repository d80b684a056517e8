import { useEffect, useState } from 'react'
import { useServices } from '../context.ts'
import { useWords } from '../../words/words.ts'
import { UnlockSheet } from './UnlockSheet.tsx'

/** Says when the part that saves is not there, or asks for the key it needs. */
export function CoreBanner() {
  const { core } = useServices()
  const { t } = useWords()
  const [state, setState] = useState<'up' | 'down' | 'locked'>('up')
  useEffect(() => core.onCore(setState), [core])
  if (state === 'locked') return <UnlockSheet />
  return state === 'down' ? (
    <p className="banner" role="status">
      {t('app.coreRestarting')}
    </p>
  ) : null
}
