import { useState } from 'react'
import { useServices } from '../../app/context.ts'
import { NEWS } from '../../data/settings.ts'
import { useSelection } from '../../data/source.ts'
import { Field } from '../../ui/Field.tsx'
import { OneOf } from '../../ui/OneOf.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { useWords } from '../../words/words.ts'
import { useAbout } from './useAbout.ts'

/** The person and the laptop, as others come to see them; and what the laptop may say by itself. */
export function YouSection() {
  const { core, settings } = useServices()
  const { t } = useWords()
  const { name, news, isSeen } = useSelection(settings, same)
  const { about } = useAbout()
  return (
    <>
      <Field
        label={t('you.name')}
        hint={t('you.name.hint')}
        value={name}
        onChange={(typed) => settings.change({ name: typed })}
        autoComplete="name"
        maxLength={300}
      />
      {about !== null && (
        <DeviceName known={about.deviceName} onName={(typed) => void core.shell.nameDevice({ name: typed })} />
      )}
      <OneOf
        label={t('news.label')}
        hint={t(`news.${news}.hint`)}
        options={NEWS.map((key) => ({ key, name: t(`news.${key}`) }))}
        chosen={news}
        onChoose={(chosen) => settings.change({ news: chosen })}
      />
      <Toggle
        label={t('here.share')}
        hint={t('here.share.hint')}
        isOn={isSeen}
        onChange={(isOn) => settings.change({ isSeen: isOn })}
      />
    </>
  )
}

type DeviceNameProps = { readonly known: string; readonly onName: (name: string) => void }

function DeviceName({ known, onName }: DeviceNameProps) {
  const { t } = useWords()
  const [name, setName] = useState(known)
  const type = (typed: string): void => {
    setName(typed)
    onName(typed)
  }
  return <Field label={t('you.device')} hint={t('you.device.hint')} value={name} onChange={type} maxLength={300} />
}

const same = <T,>(value: T): T => value
