import { useApolloClient } from '@apollo/client/react';
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { applyKey, useAccess } from './graph/access.js';
import { type Connection, useConnection } from './graph/connection.js';
import { Boundary } from './parts/boundary.js';
import { Empty, Loading, ProblemNotice } from './parts/notice.js';
import { linkTo, type Route, useRoute } from './route.js';
import { CampaignsScreen } from './screens/campaigns.js';
import { titleOf } from './title.js';

// the list of campaigns comes with the page, the other screens after it
const SCREENS = {
  campaign: async () => ({ default: (await import('./screens/campaign.js')).CampaignScreen }),
  message: async () => ({ default: (await import('./screens/message.js')).MessageScreen }),
  flows: async () => ({ default: (await import('./screens/flows.js')).FlowsScreen }),
  flow: async () => ({ default: (await import('./screens/flow.js')).FlowScreen }),
  reports: async () => ({ default: (await import('./screens/reports.js')).ReportsScreen }),
  send: async () => ({ default: (await import('./screens/send/send.js')).SendScreen }),
};
const loadChart = () => import('./parts/area-chart.js');
const CampaignScreen = lazy(SCREENS.campaign);
const MessageScreen = lazy(SCREENS.message);
const FlowsScreen = lazy(SCREENS.flows);
const FlowScreen = lazy(SCREENS.flow);
const ReportsScreen = lazy(SCREENS.reports);
const SendScreen = lazy(SCREENS.send);

const MENU: readonly (readonly [path: string, name: string, needsSend: boolean])[] = [
  ['campaigns', 'Campaigns', false],
  ['flows', 'Failover flows', false],
  ['reports', 'Delivery reports', false],
  ['send', 'Send', true],
];

export function App() {
  const client = useApolloClient();
  const route = useRoute();
  const access = useAccess();
  const section = sectionOf(route.path);
  const main = useRef<HTMLElement>(null);

  useEffect(() => void applyKey(client, null), [client]);

  // so that each opens without a network, and after an update of the server has removed its file
  useEffect(() => {
    if (access.reads === 'allowed' || access.reads === 'forbidden')
      for (const load of [...Object.values(SCREENS), loadChart]) void load().catch(() => undefined);
  }, [access.reads]);

  const screen = route.path.join('/');
  useLayoutEffect(() => void scrollTo(0, 0), [screen]);
  // before the effects of the screens, which know more than the menu; with another key, or none, what they knew is gone
  useLayoutEffect(() => {
    const names: Readonly<Record<string, string>> = { messages: 'Message', [NOT_FOUND]: 'Not found' };
    document.title = titleOf(MENU.find(([path]) => path === section)?.[1] ?? names[section]!);
  }, [screen, section, access.key, access.reads]);

  return (
    <div className="app">
      <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <header className="rail">
        <a className="brand" href={linkTo(['campaigns'])}>
          <img src="./icon.svg" alt="" width="28" height="28" />
          Messaging
        </a>
        <nav aria-label="Screens">
          {MENU.filter(([, , needsSend]) => !needsSend || access.sends).map(([path, name]) => (
            <a key={path} href={linkTo([path])} aria-current={path === section ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <div className="foot">
          <ConnectionSign />
          <KeyField />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {access.reads === 'refused' ? (
          <>
            <h1 tabIndex={-1}>A key is needed</h1>
            <Empty title={access.key === null ? 'This graph asks for a key' : 'The graph does not accept this key'}>
              Give one under “Key”. It is kept in memory and forgotten when the page is closed.
            </Empty>
          </>
        ) : access.reads === 'unknown' ? (
          <>
            {access.problem && (
              <ProblemNotice problem={access.problem} retry={() => void applyKey(client, access.key)} />
            )}
            <Loading lines={8} />
          </>
        ) : (
          <Boundary address={`${screen}?${String(route.search)}`}>
            <Suspense fallback={<Loading lines={8} />}>
              <Screen route={route} />
              <FocusHeading screen={screen} />
            </Suspense>
          </Boundary>
        )}
      </main>
    </div>
  );
}

/** A new screen is read from its heading, once that is there. */
function FocusHeading({ screen }: { screen: string }) {
  const shown = useRef(screen);
  useEffect(() => {
    if (shown.current !== screen) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    shown.current = screen;
  }, [screen]);
  return null;
}

const NOT_FOUND = 'not found';

/** The first part of an address that is known. */
function sectionOf([section = '', id = '', ...more]: readonly string[]): string {
  if (more.some(Boolean)) return NOT_FOUND;
  if (section === '' && id === '') return 'campaigns';
  const hasIds = ['campaigns', 'flows', 'messages'].includes(section);
  if (id === '' ? MENU.some(([path]) => path === section) : hasIds) return section;
  return NOT_FOUND;
}

function Screen({ route: { path, search } }: { route: Route }) {
  const section = sectionOf(path);
  const id = path[1];
  if (section === NOT_FOUND) return <NotFound />;
  if (section === 'campaigns' && id) return <CampaignScreen key={id} trackingId={id} search={search} />;
  if (section === 'messages' && id) return <MessageScreen key={id} trackingId={id} />;
  if (section === 'flows') return id ? <FlowScreen key={id} trackingId={id} /> : <FlowsScreen search={search} />;
  if (section === 'reports') return <ReportsScreen search={search} />;
  if (section === 'send') return <SendScreen />;
  return <CampaignsScreen />;
}

const NotFound = () => (
  <>
    <h1 tabIndex={-1}>Not found</h1>
    <Empty title="No screen has this address">
      <a href={linkTo(['campaigns'])}>Show the campaigns</a>
    </Empty>
  </>
);

const SIGNS: Readonly<Record<Connection, string>> = {
  live: 'Live',
  connecting: 'Connecting…',
  lost: 'Connection lost, trying again',
  offline: 'No network',
  idle: 'Connected',
  refused: 'Not live',
};
const BACK = 'Live again';

/** Seen always; read aloud when it is lost and when it is back, not at each change of the screen. */
function ConnectionSign() {
  const connection = useConnection();
  const [spoken, setSpoken] = useState('');
  const isLost = connection === 'lost' || connection === 'offline' || connection === 'refused';
  if (isLost && spoken !== SIGNS[connection]) setSpoken(SIGNS[connection]);
  if (connection === 'live' && spoken !== '' && spoken !== BACK) setSpoken(BACK);
  return (
    <>
      <p className={`connection is-${connection}`}>{SIGNS[connection]}</p>
      <p className="unseen" role="status">
        {spoken}
      </p>
    </>
  );
}

/** The key goes into memory alone: not into storage, a cookie or the address. */
function KeyField() {
  const client = useApolloClient();
  const { key, sends, reads } = useAccess();
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const open = (): void => (setOpen(true), setWasOpen(true));
  if (!isOpen && reads !== 'refused')
    return (
      <button type="button" className="small" autoFocus={wasOpen} onClick={open}>
        {key === null
          ? 'Key: none'
          : reads === 'unknown'
            ? 'Key: being checked'
            : reads === 'forbidden'
              ? 'Key: sends'
              : sends
                ? 'Key: reads and sends'
                : 'Key: reads'}
      </button>
    );
  return (
    <form
      className="key"
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      onSubmit={(event) => {
        event.preventDefault();
        const given = String(new FormData(event.currentTarget).get('key') ?? '').trim();
        setOpen(false);
        void applyKey(client, given || null);
      }}
    >
      <label>
        Key
        <input name="key" type="password" autoComplete="off" spellCheck={false} autoFocus />
      </label>
      <button type="submit" className="small">
        Use
      </button>
    </form>
  );
}
