// Home: every destination's state at a glance, and the one thing to do next; it shows the frame's own snapshot.
import type { JSX } from 'react';
import { FailureNotice, Loading } from '../../ui/failure-notice.tsx';
import { Screen } from '../../ui/layout.tsx';
import { useGo } from '../../wizard/route.tsx';
import { useWorkspace } from '../../wizard/workspace.tsx';
import { HomeSummary } from './home-summary.tsx';

export const HomeScreen = (): JSX.Element => {
  const { state, refresh } = useWorkspace();
  const go = useGo();
  return (
    <Screen title="Home">
      {state.status === 'loading' ? <Loading what="the workspace" /> : null}
      {state.status === 'failed' ? <FailureNotice failure={state.failure} onRetry={() => { void refresh(); }} /> : null}
      {state.status === 'showing' ? <HomeSummary home={state.home} onGo={({ screen, params }) => { go(screen, params); }} /> : null}
    </Screen>
  );
};
