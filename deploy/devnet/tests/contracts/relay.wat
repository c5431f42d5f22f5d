;; Passes a call on: calldata = kind (0 call, 1 delegate call, 2 static call) ‖ address ‖ value of 32
;; bytes ‖ data. Answers, or reverts, with what it was answered.
(module
  (import "vm_hooks" "read_args" (func $read_args (param i32)))
  (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
  (import "vm_hooks" "read_return_data"
    (func $read_return_data (param i32 i32 i32) (result i32)))
  (import "vm_hooks" "call_contract"
    (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
  (import "vm_hooks" "delegate_call_contract"
    (func $delegate_call (param i32 i32 i32 i64 i32) (result i32)))
  (import "vm_hooks" "static_call_contract"
    (func $static_call (param i32 i32 i32 i64 i32) (result i32)))
  (memory (export "memory") 1 1)
  (func (export "user_entrypoint") (param $len i32) (result i32)
    (local $kind i32) (local $status i32)
    (call $read_args (i32.const 0))
    (local.set $len (i32.sub (local.get $len) (i32.const 53)))
    (local.set $kind (i32.load8_u (i32.const 0)))
    (if (i32.eqz (local.get $kind))
      (then (local.set $status (call $call (i32.const 1) (i32.const 53) (local.get $len)
        (i32.const 21) (i64.const -1) (i32.const 32000)))))
    (if (i32.eq (local.get $kind) (i32.const 1))
      (then (local.set $status (call $delegate_call (i32.const 1) (i32.const 53) (local.get $len)
        (i64.const -1) (i32.const 32000)))))
    (if (i32.eq (local.get $kind) (i32.const 2))
      (then (local.set $status (call $static_call (i32.const 1) (i32.const 53) (local.get $len)
        (i64.const -1) (i32.const 32000)))))
    (local.set $len (i32.load (i32.const 32000)))
    (drop (call $read_return_data (i32.const 32768) (i32.const 0) (local.get $len)))
    (call $write_result (i32.const 32768) (local.get $len))
    (local.get $status)))
