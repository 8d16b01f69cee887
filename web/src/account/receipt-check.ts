/** Its own chunk, loaded when a receipt is to be checked: nobody else needs curves here. */
export { isReceiptOf } from '@manyhands/protocol';
