import { useContext, useEffect, useRef } from 'react';
import { words } from '../../format.js';
import { type Draft, newStep, type StepChannel, type StepDraft } from './draft.js';
import { Field, Rules } from './field.js';
import { MessageFields } from './message-fields.js';

const CHANNELS: readonly StepChannel[] = ['viber', 'sms', 'voice'];
const MAX_STEPS = 10;

interface StepFieldsProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}

/** The steps of a flow, tried in this order. */
export function StepFields({ draft: { steps, senderId }, change }: StepFieldsProps) {
  const { isLocked } = useContext(Rules);
  const changeStep = (id: number, part: Partial<StepDraft>): void =>
    change({ steps: steps.map((step) => (step.id === id ? { ...step, ...part } : step)) });
  const place = useRef<HTMLDivElement>(null);
  const removed = useRef<number | null>(null);
  useEffect(() => {
    // the button that removed a step is gone with it: that of the step in its place is next, else the last one, or that to add
    if (removed.current === null) return;
    const buttons = [...(place.current?.querySelectorAll<HTMLElement>('.remove') ?? [])];
    const next = buttons[removed.current] ?? buttons.at(-1) ?? place.current?.querySelector('.actions button');
    removed.current = null;
    (next as HTMLElement | null | undefined)?.focus();
  }, [steps]);
  return (
    <div className="steps-to-send" ref={place}>
      {steps.map((step, index) => (
        <fieldset key={step.id}>
          <legend>
            {index + 1}. {words(step.channel.toUpperCase())}
          </legend>
          <OneStep
            step={step}
            path={`input.steps.${index}.${step.channel}`}
            change={(part) => changeStep(step.id, part)}
          />
          {steps.length > 1 && (
            <button
              type="button"
              className="small remove"
              disabled={isLocked}
              onClick={() => {
                removed.current = index;
                change({ steps: steps.filter(({ id }) => id !== step.id) });
              }}
            >
              Remove step {index + 1}
            </button>
          )}
        </fieldset>
      ))}
      {steps.length < MAX_STEPS && (
        <div className="actions">
          {CHANNELS.map((channel) => (
            <button
              key={channel}
              type="button"
              className="small"
              disabled={isLocked}
              onClick={() => change({ steps: [...steps, newStep(channel, senderId)] })}
            >
              Add {words(channel.toUpperCase())}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

interface OneStepProps {
  readonly step: StepDraft;
  readonly path: string;
  readonly change: (part: Partial<StepDraft>) => void;
}

function OneStep({ step, path, change }: OneStepProps) {
  if (step.channel === 'viber')
    return (
      <>
        <Field
          label="Sender"
          path={`${path}.senderId`}
          value={step.senderId}
          set={(senderId) => change({ senderId })}
          list="senders"
        />
        <MessageFields draft={step} path={`${path}.message`} hasTemplates change={change} />
      </>
    );
  const isCall = step.channel === 'voice';
  const textPath = isCall ? `${path}.verbs.0.say.text` : `${path}.text`;
  return (
    <>
      <div className="pair">
        <Field label="From" path={`${path}.from`} value={step.from} set={(from) => change({ from })} />
        {isCall && (
          <Field
            label="Language"
            path={`${path}.verbs.0.say.language`}
            value={step.spokenLanguage}
            set={(spokenLanguage) => change({ spokenLanguage })}
          />
        )}
      </div>
      <Field
        label={isCall ? 'What is said' : 'Text'}
        path={textPath}
        value={step.text}
        set={(text) => change({ text })}
        rows={3}
      />
    </>
  );
}
