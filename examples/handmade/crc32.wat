;; The checksum CRC-32 of some bytes, by hand: a kernel of the bare bytes ABI.
;;
;; Input row:  one column `data: Uint8Array`, that is its length as u32, then the bytes.
;; Output row: one column `crc: u32`, four bytes. All numbers are little-endian.
(module
  ;; The host reads and writes here. A row may have 4 MiB.
  (memory (export "memory") 66)

  ;; Where the next row goes. Every item finds memory and globals as they are at the beginning.
  (global $free (mut i32) (i32.const 65536))

  ;; Finds a place for so many bytes.
  (func (export "alloc") (param $length i32) (result i32)
    (global.get $free)
    (global.set $free (i32.add (global.get $free) (local.get $length))))

  ;; Computes from the row at `at`; gives pointer << 32 | length of the result.
  (func (export "run") (param $at i32) (param $length i32) (result i64)
    (local $end i32) (local $crc i32) (local $bits i32)
    ;; A row whose length is not what it says is refused: a trap is an answer too.
    (if (i32.lt_u (local.get $length) (i32.const 4)) (then unreachable))
    (if (i32.ne (i32.load (local.get $at)) (i32.sub (local.get $length) (i32.const 4))) (then unreachable))
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (local.set $at (i32.add (local.get $at) (i32.const 4)))
    (local.set $crc (i32.const -1))
    (block $done
      (loop $byte
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $crc (i32.xor (local.get $crc) (i32.load8_u (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $bits (i32.const 8))
        (loop $bit
          ;; One bit out on the right; where it was set, the polynomial comes in.
          (local.set $crc
            (i32.xor
              (i32.shr_u (local.get $crc) (i32.const 1))
              (i32.and (i32.const 0xEDB88320) (i32.sub (i32.const 0) (i32.and (local.get $crc) (i32.const 1))))))
          (br_if $bit (local.tee $bits (i32.sub (local.get $bits) (i32.const 1)))))
        (br $byte)))
    (i32.store (i32.const 16) (i32.xor (local.get $crc) (i32.const -1)))
    (i64.const 0x1000000004)))
