import { useContext } from 'react';
import type { MessageDraft } from './draft.js';
import { Field, GroupRules, Rules } from './field.js';

interface MessageFieldsProps {
  readonly draft: MessageDraft;
  /** Of the message in the input, such as `input.message`; of a campaign, which has content alone, `input`. */
  readonly path: string;
  readonly hasTemplates: boolean;
  readonly change: (part: Partial<MessageDraft>) => void;
}

/** What a Viber message says. */
export function MessageFields({ draft, path, hasTemplates, change }: MessageFieldsProps) {
  const { isLocked } = useContext(Rules);
  const content = `${path}.content`;
  const template = `${path}.template`;
  return (
    <>
      {hasTemplates && (
        <label className="check">
          <input
            type="checkbox"
            checked={draft.usesTemplate}
            disabled={isLocked}
            onChange={(event) => change({ usesTemplate: event.target.checked })}
          />
          A template that Viber has approved
        </label>
      )}
      {hasTemplates && draft.usesTemplate ? (
        <>
          <GroupRules path={template} isEmpty={!draft.templateId} />
          <div className="pair">
            <Field
              label="Template id"
              path={`${template}.templateId`}
              value={draft.templateId}
              set={(templateId) => change({ templateId })}
            />
            <Field
              label="Language"
              path={`${template}.language`}
              value={draft.language}
              set={(language) => change({ language })}
            />
          </div>
          <Field
            label="Parameters"
            path={`${template}.parameters`}
            value={draft.parameters}
            set={(parameters) => change({ parameters })}
            rows={3}
            placeholder="order_id = A-1007"
            hint="One a line: name = value"
          />
        </>
      ) : (
        <>
          <GroupRules path={content} isEmpty={!(draft.text || draft.imageUrl || draft.caption || draft.targetUrl)} />
          <Field label="Text" path={`${content}.text`} value={draft.text} set={(text) => change({ text })} rows={4} />
          <Field
            label="Image address"
            path={`${content}.imageUrl`}
            value={draft.imageUrl}
            set={(imageUrl) => change({ imageUrl })}
            placeholder="https://…"
          />
          <div className="pair">
            <Field
              label="Button"
              path={`${content}.action.caption`}
              value={draft.caption}
              set={(caption) => change({ caption })}
            />
            <Field
              label="Button opens"
              path={`${content}.action.targetUrl`}
              value={draft.targetUrl}
              set={(targetUrl) => change({ targetUrl })}
              placeholder="https://…"
            />
          </div>
        </>
      )}
    </>
  );
}
