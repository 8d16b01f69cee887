import type { Browser, CDPSession } from 'playwright';

/** A debugger's line to one worker of a browser, nested or not. */
export class WorkerSession {
  readonly #browser: CDPSession;
  readonly #session: string;
  readonly #waiting = new Map<number, (reply: { result?: unknown; error?: { message: string } }) => void>();
  #sent = 0;

  private constructor(browser: CDPSession, session: string) {
    this.#browser = browser;
    this.#session = session;
    browser.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId !== session) return;
      const reply = JSON.parse(message);
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
  }

  /** Of the worker whose script's address has this in it; a page counts as one. */
  static async open(browser: Browser, address: string | RegExp): Promise<WorkerSession> {
    const cdp = await browser.newBrowserCDPSession();
    const { targetInfos } = await cdp.send('Target.getTargets');
    const target = targetInfos.find(({ url }) => url.match(address) !== null);
    if (target === undefined) throw new Error(`the browser has nothing at ${address}`);
    // Sessions side by side on one line are not offered by playwright; messages inside messages are.
    const { sessionId } = await cdp.send('Target.attachToTarget', {
      targetId: target.targetId,
      flatten: false,
    });
    return new WorkerSession(cdp, sessionId);
  }

  send<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#sent;
    const message = JSON.stringify({ id, method, params });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result as T) : reject(new Error(`${method}: ${error.message}`)),
      );
      this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#session, message }).catch(reject);
    });
  }

  /** What an expression gives in the worker, once it settles. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send<{
      result: { value: T };
      exceptionDetails?: { exception?: { description?: string } };
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'it threw');
    return result.value;
  }

  /** Bytes on the heap that something still refers to. */
  async heapBytes(): Promise<number> {
    for (let i = 0; i < 3; i++) await this.send('HeapProfiler.collectGarbage');
    return (await this.send<{ usedSize: number }>('Runtime.getHeapUsage')).usedSize;
  }
}
