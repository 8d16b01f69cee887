import type { JsonRpcProvider, Wallet } from 'ethers';
import type { Page } from 'playwright';

const [DECLINED, UNKNOWN_CHAIN] = [4001, 4902];

/** A wallet as an extension is: what it is asked for is done at the chain, unless its person says no. */
export class ScriptedWallet {
  readonly #wallet: Wallet;
  #chainId = '0x1';
  /** The person says no to the next transaction but so many. */
  declinesAfter = Number.POSITIVE_INFINITY;
  readonly asked: string[] = [];

  constructor(wallet: Wallet) {
    this.#wallet = wallet;
  }

  async answer(method: string, params: readonly never[]): Promise<{ result?: unknown; code?: number }> {
    this.asked.push(method);
    switch (method) {
      case 'eth_requestAccounts':
        return { result: [this.#wallet.address] };
      case 'eth_chainId':
        return { result: this.#chainId };
      case 'wallet_switchEthereumChain':
        return { code: UNKNOWN_CHAIN };
      case 'wallet_addEthereumChain':
        this.#chainId = (params[0] as { chainId: string }).chainId;
        return { result: null };
      case 'eth_sendTransaction':
        return this.declinesAfter-- <= 0
          ? { code: DECLINED }
          : { result: (await this.#wallet.sendTransaction(params[0])).hash };
      default:
        return { result: await (this.#wallet.provider as JsonRpcProvider).send(method, [...params]) };
    }
  }

  async plugInto(page: Page): Promise<void> {
    await page.exposeFunction('walletAnswers', (method: string, params: never[]) =>
      this.answer(method, params),
    );
    await page.addInitScript(() => {
      const asked = window as unknown as {
        walletAnswers(method: string, params: unknown): Promise<{ result?: unknown; code?: number }>;
      };
      const request = async ({ method, params = [] }: { method: string; params?: unknown }) => {
        const { result, code } = await asked.walletAnswers(method, params);
        if (code !== undefined) throw Object.assign(new Error('the wallet says no'), { code });
        return result;
      };
      Object.assign(window, { ethereum: { request } });
    });
  }

  get transactions(): number {
    return this.asked.filter((method) => method === 'eth_sendTransaction').length;
  }
}
