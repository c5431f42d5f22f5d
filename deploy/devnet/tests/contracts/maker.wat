;; Creates a contract of the calldata after its first byte, which is 1 for create1 and 2 for create2
;; (with a salt of 0x11…), and answers its address.
(module
  (import "vm_hooks" "read_args" (func $read_args (param i32)))
  (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
  (import "vm_hooks" "create1" (func $create1 (param i32 i32 i32 i32 i32)))
  (import "vm_hooks" "create2" (func $create2 (param i32 i32 i32 i32 i32 i32)))
  (memory (export "memory") 1 1)
  ;; The value at 32000 is zero.
  (func (export "user_entrypoint") (param $len i32) (result i32)
    (call $read_args (i32.const 0))
    (local.set $len (i32.sub (local.get $len) (i32.const 1)))
    (memory.fill (i32.const 32032) (i32.const 0x11) (i32.const 32))
    (if (i32.eq (i32.load8_u (i32.const 0)) (i32.const 1))
      (then (call $create1 (i32.const 1) (local.get $len) (i32.const 32000) (i32.const 33000)
        (i32.const 33020)))
      (else (call $create2 (i32.const 1) (local.get $len) (i32.const 32000) (i32.const 32032)
        (i32.const 33000) (i32.const 33020))))
    (call $write_result (i32.const 33000) (i32.const 20))
    (i32.const 0)))
