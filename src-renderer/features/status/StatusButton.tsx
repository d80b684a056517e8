import './status.css'
import { CircleAlert, CircleCheck, HardDrive, PencilLine } from 'lucide-react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useFacts, usePlan } from '../../app/planContext.ts'
import { useSelection } from '../../data/source.ts'
import { useWords } from '../../words/words.ts'
import { type StatusSentence, statusSentence } from './sentences.ts'
import { WhoHasWhat } from './WhoHasWhat.tsx'

const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const
const ICONS = {
  risk: <CircleAlert {...ICON} />,
  here: <HardDrive {...ICON} />,
  shared: <CircleCheck {...ICON} />,
  quiet: <PencilLine {...ICON} />,
} satisfies Record<StatusSentence['tone'], unknown>

/** The state of the data as a sentence; it opens who has what. */
export function StatusButton({ planId }: { readonly planId: string }) {
  const plan = usePlan()
  const words = useWords()
  const status = useFacts((facts) => facts.status)
  const saving = useSelection(plan.document.saving, same)
  const { text, tone } = statusSentence(status, saving, words)
  return (
    <DialogTrigger>
      <Button className={`status status-${tone}`} data-testid="status">
        {ICONS[tone]}
        <span {...(tone === 'risk' ? { role: 'alert' } : {})}>{text}</span>
      </Button>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Dialog className="who-has" aria-label={words.t('status.title')}>
          {({ close }) => <WhoHasWhat planId={planId} status={status} onClose={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const same = <T,>(value: T): T => value
