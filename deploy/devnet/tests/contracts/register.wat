;; A register of one word. No calldata: answers it. Calldata that begins with 0xff: reverts with the
;; calldata. Any other: its first 32 bytes become the word.
(module
  (import "vm_hooks" "read_args" (func $read_args (param i32)))
  (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
  (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
  (import "vm_hooks" "storage_cache_bytes32" (func $cache (param i32 i32)))
  (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
  (memory (export "memory") 1 1)
  (func (export "user_entrypoint") (param $len i32) (result i32)
    ;; The key is the zero word at 0; data goes to 1024.
    (if (i32.eqz (local.get $len))
      (then
        (call $load (i32.const 0) (i32.const 1024))
        (call $write_result (i32.const 1024) (i32.const 32))
        (return (i32.const 0))))
    (call $read_args (i32.const 1024))
    (if (i32.eq (i32.load8_u (i32.const 1024)) (i32.const 255))
      (then
        (call $write_result (i32.const 1024) (local.get $len))
        (return (i32.const 1))))
    (call $cache (i32.const 0) (i32.const 1024))
    (call $flush (i32.const 0))
    (i32.const 0)))
