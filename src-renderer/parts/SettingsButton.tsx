import { Settings2 } from 'lucide-react'
import { go } from '../app/useRoute.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { useWords } from '../words/words.ts'

/** Leads to the settings; the plan one comes from stays open. */
export function SettingsButton({ planId }: { readonly planId?: string }) {
  const { t } = useWords()
  return (
    <IconButton
      icon={<Settings2 size={20} strokeWidth={1.5} />}
      label={t('command.settings')}
      onPress={() => go({ at: 'settings', section: 'look', ...(planId === undefined ? {} : { planId }) })}
    />
  )
}
