import { useEffect, useRef, useState } from 'react';
import { type FragmentType, graphql, unmask } from '../generated/index.js';

export const Content = graphql(/* GraphQL */ `
  fragment Content on ViberContent {
    kind
    text
    imageUrl
    action {
      caption
      targetUrl
    }
    file {
      name
      type
      url
    }
    video {
      url
      thumbnailUrl
      durationSeconds
    }
  }
`);

interface PhoneProps {
  readonly content: FragmentType<typeof Content>;
  readonly sender: string | null;
}

/** The content as its recipient sees it. */
export const Phone = ({ content, sender }: PhoneProps) => (
  <PhoneView content={unmask(Content, content)} sender={sender} />
);

export interface ShownContent {
  readonly text?: string | null;
  readonly imageUrl?: string | null;
  readonly action?: { readonly caption?: string | null } | null;
  readonly file?: { readonly name?: string | null } | null;
  readonly video?: { readonly thumbnailUrl?: string | null } | null;
}

export function PhoneView({ content, sender }: { content: ShownContent; sender: string | null }) {
  const { text, imageUrl, action, file, video } = content;
  const picture = imageUrl ?? video?.thumbnailUrl;
  return (
    <figure className="phone" aria-label="The message on a phone">
      <figcaption dir="auto">{sender ?? 'Your sender'}</figcaption>
      <div className="screen">
        {text || picture || file || action ? (
          <div className="bubble">
            {picture && <Picture key={picture} url={picture} isVideo={!imageUrl} />}
            {file && (
              <p className="file" dir="auto">
                {file.name ?? 'File'}
              </p>
            )}
            {text && <p dir="auto">{text}</p>}
            {action?.caption && (
              <span className="action" dir="auto">
                {action.caption}
              </span>
            )}
          </div>
        ) : (
          <p className="note">Nothing yet</p>
        )}
      </div>
    </figure>
  );
}

/** Loaded when asked for: its server learns who looks. */
function Picture({ url, isVideo }: { url: string; isVideo: boolean }) {
  const [state, setState] = useState<'hidden' | 'shown' | 'failed'>('hidden');
  const image = useRef<HTMLImageElement>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // the button that had the focus is gone, and so may be the picture
    if (state !== 'hidden' && document.activeElement === document.body) (image.current ?? place.current)?.focus();
  }, [state]);
  if (state === 'shown')
    return (
      <img
        ref={image}
        tabIndex={-1}
        src={url}
        alt={nameOf(url)}
        referrerPolicy="no-referrer"
        onError={() => setState('failed')}
      />
    );
  return (
    <div className="picture" ref={place} tabIndex={-1}>
      <span className="name">{nameOf(url)}</span>
      {state === 'failed' ? (
        <span>It could not be loaded.</span>
      ) : (
        <button type="button" className="small" onClick={() => setState('shown')}>
          {isVideo ? 'Show first frame' : 'Show image'}
        </button>
      )}
    </div>
  );
}

const nameOf = (url: string): string => url.split('/').at(-1) || url;
