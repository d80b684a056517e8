import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { ViewOf } from '#shared/plan/views.ts'
import { hueOf } from '../../parts/usePlanNames.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useWords } from '../../words/words.ts'
import { useBoardActions } from './boardContext.ts'
import { HuePicker } from './HuePicker.tsx'

type StageSheetProps = { readonly stage: ViewOf<'Stage'>; readonly onClose: () => void }

const PHASES = ['idea', 'proposed', 'agreed', 'under-way', 'done'] as const
const NO_PHASE = 'none'

/** What a stage means, its colour, and how many cards the group means to have in it at a time. */
export function StageSheet({ stage, onClose }: StageSheetProps) {
  const { t } = useWords()
  const { heads } = useBoardActions()
  const [phase, setPhase] = useState<string>(stage.phase ?? NO_PHASE)
  const [hue, setHue] = useState(hueOf(stage.colour))
  const [limit, setLimit] = useState(stage.limit === null ? '' : String(stage.limit))
  const isLimit = /^\d{0,5}$/.test(limit.trim())
  const keep = (): void => {
    if (!isLimit) return
    heads.set('Stage', stage.id, {
      ...(phase === (stage.phase ?? NO_PHASE) ? {} : { phase: phase === NO_PHASE ? null : phase }),
      ...(hue === hueOf(stage.colour) ? {} : { colour: hue === 'none' ? null : String(hue) }),
      limit: Number(limit) > 0 ? Number(limit) : null,
    })
    onClose()
  }
  return (
    <Sheet title={stage.title} closeLabel={t('app.close')} isOpen onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          keep()
        }}
      >
        <Choice
          label={t('board.phase')}
          options={[
            ...(stage.phase === null ? [{ key: NO_PHASE, name: t('board.noPhase') }] : []),
            ...PHASES.map((key) => ({ key, name: t(`phase.${key}`) })),
          ]}
          chosen={phase}
          onChoose={setPhase}
          autoFocus
        />
        <HuePicker chosen={hue} onChoose={setHue} hasNone />
        <Field
          label={t('board.limitField')}
          hint={t('board.limitField.hint')}
          value={limit}
          onChange={setLimit}
          inputMode="numeric"
          error={isLimit ? undefined : t('board.limitField.wrong')}
        />
        <footer className="sheet-foot">
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button look="main" type="submit">
            {t('board.keep')}
          </Button>
        </footer>
      </Form>
    </Sheet>
  )
}
