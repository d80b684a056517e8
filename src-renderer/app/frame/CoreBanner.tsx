import { useEffect, useState } from 'react'
import { useServices } from '../context.ts'
import type { CoreState } from '../../data/core.ts'
import { useWords } from '../../words/words.ts'
import { TroubleSheet } from './TroubleSheet.tsx'
import { UnlockSheet } from './UnlockSheet.tsx'

/** Says when the part that saves is not there, asks for the key it needs, or says why the plans cannot be opened. */
export function CoreBanner() {
  const { core } = useServices()
  const { t } = useWords()
  const [state, setState] = useState<CoreState>('up')
  useEffect(() => core.onCore(setState), [core])
  if (state === 'up') return null
  if (state !== 'down') return state.code === 'E_KEYRING' ? <UnlockSheet /> : <TroubleSheet notice={state} />
  return (
    <p className="banner" role="status">
      {t('app.coreRestarting')}
    </p>
  )
}
