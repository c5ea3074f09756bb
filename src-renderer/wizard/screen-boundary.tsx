// A screen that breaks is said to be broken, and the way to the other screens stays open.
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

type Props = { readonly children: ReactNode };
type State = { readonly broken: string | null };

/** The one class of the page: React catches a throw while drawing in no other way. Give it a `key` per screen. */
export class ScreenBoundary extends Component<Props, State> {
  override state: State = { broken: null };

  static getDerivedStateFromError(problem: unknown): State {
    return { broken: problem instanceof Error ? problem.message : String(problem) };
  }

  override componentDidCatch(problem: unknown, info: ErrorInfo): void {
    globalThis.reportError(new Error(`a screen broke: ${String(problem)}${info.componentStack ?? ''}`, { cause: problem }));
  }

  override render(): ReactNode {
    if (this.state.broken === null) return this.props.children;
    return (
      <EmptyState title="This screen broke" action={<Button kind="primary" onPress={() => { this.setState({ broken: null }); }}>Draw it again</Button>}>
        This is our mistake, not yours. What was stored is safe, and the other screens still work. If it happens again, report it with these words: {this.state.broken}
      </EmptyState>
    );
  }
}
