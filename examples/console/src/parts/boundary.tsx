import { Component, type ReactNode } from 'react';
import { Notice } from './notice.js';

interface BoundaryProps {
  /** Path and query: another is tried anew. */
  readonly address: string;
  readonly children: ReactNode;
}

/** A screen whose script cannot be loaded, or that fails, leaves the frame and the menu as they are. */
export class Boundary extends Component<BoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate({ address }: BoundaryProps): void {
    if (this.state.hasFailed && address !== this.props.address) this.setState({ hasFailed: false });
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <>
        <h1 tabIndex={-1}>This screen cannot be shown</h1>
        <Notice title="Its script could not be loaded, or it failed" kind="problem">
          <p>The other screens still work. To try again, load the page anew; a key has to be given again.</p>
          <button type="button" onClick={() => location.reload()}>
            Load the page
          </button>
        </Notice>
      </>
    );
  }
}
