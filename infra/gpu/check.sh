#!/bin/bash
# Checks metric, painter and noise on a machine with a GPU; see README.md beside this file.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
out=${OUT:-out}; mkdir -p "$out"; out=$(cd "$out" && pwd -P)
device=${DEVICE:-cuda}; size=${SIZE:-full}; limit=${LIMIT:-200}
app=${APP:-$root/artifacts/bin/Nights/release}; tests=${TESTS:-$root/artifacts/bin/Nights.NumericsTests/release}
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
export DOTNET_NOLOGO=1 TMPDIR=$scratch PYTHONUNBUFFERED=1 XDG_CACHE_HOME=$scratch/cache HOME=${HOME:-/root}
export NIGHTS_GOLDEN=${NIGHTS_GOLDEN:-$root/tests/golden}
python=${PYTHON:-python3}
exec > >(tee -a "$out/check.log") 2>&1

part() {
  echo; echo "== $1 (from second $SECONDS)"
  timeout -k 5 "$limit" bash -c "$2"
  local code=$?
  echo "== $1: exit code $code, second $SECONDS"
}

# Where PyTorch and the CUDA libraries of its packages lie.
torch=${TORCH_LIB:-}
[ -n "$torch" ] || torch=$($python -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))' 2>/dev/null || true)
libraries=$($python -c 'import glob, sys; print(":".join(sorted({d for p in sys.path for d in glob.glob(p + "/nvidia/*/lib")})))' 2>/dev/null || true)
export NATIVE="$torch:$libraries:${ICU:-}"
if [ -z "${ICU:-}" ] && ! ldconfig -p | grep -q libicuuc; then
  echo "No ICU is installed: everything but painting runs without it; name a folder that has it with ICU to paint."
  export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
fi

# A copy of a program whose native folder holds this PyTorch's libtorch in place of the packaged one.
linked() {
  local from=$1 to=$2
  [ -d "$from" ] || { echo "$from is not there: parts that need it fail."; return; }
  mkdir -p "$to"; cp -rl "$from/." "$to/" 2>/dev/null || cp -r "$from/." "$to/"
  local native=$to; [ -d "$to/runtimes/linux-x64/native" ] && native=$to/runtimes/linux-x64/native
  if [ -n "$torch" ]; then
    rm -f "$native"/libtorch*.so "$native"/libc10*.so "$native"/libgomp*.so* "$native"/libcaffe2*.so "$native"/libshm.so
    find "$torch" -maxdepth 1 -name '*.so*' -exec ln -sf {} "$native/" \;
  fi
  if [ -n "${ONNXRUNTIME:-}" ]; then
    rm -f "$native"/libonnxruntime*
    for file in "$ONNXRUNTIME"/libonnxruntime*; do ln -sf "$(readlink -f "$file")" "$native/"; done
  fi
}
linked "$app" "$scratch/app"; linked "$tests" "$scratch/tests"
export NIGHTS="$scratch/app/nights" TESTS_RUN="$scratch/tests/Nights.NumericsTests" OUT=$out DEVICE=$device SIZE=$size SCRATCH=$scratch HERE=$here PY=$python
export RUN="env LD_LIBRARY_PATH=$NATIVE:${LD_LIBRARY_PATH:-}"

parts=${*:-system noise abi golden metric torch paint}
for name in $parts; do
  case $name in
    system) part system 'nvidia-smi; '"$python"' -c "import torch; print(torch.__version__, torch.version.cuda, torch.cuda.is_available(), torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32, torch._C._GLIBCXX_USE_CXX11_ABI)"; nproc; ldd --version | head -1; echo "$NATIVE" | tr : "\n"; ls "$(dirname "$NIGHTS")" | head -80' ;;
    noise) part noise '$PY "$HERE/torch_noise.py" "$DEVICE" "$OUT/noise.json"' ;;
    abi) part abi 'sh "$HERE/abi.sh"' ;;
    golden) part golden 'NIGHTS_DEVICE=$DEVICE $RUN "$TESTS_RUN" -noLogo -noColor -class "*LoraTests" -class "*EmbeddingTests" -class "*BFloat16Tests" -class "*TorchLibraryTests"' ;;
    metric)
      case $size in
        full) arguments='--precision float32 tf32 bfloat16 --triplets 16 64 256 --rounds 5' ;;
        *) arguments='--precision float32 bfloat16 --triplets 1 --rounds 1 --depth 2' ;;
      esac
      part metric "\$RUN \"\$NIGHTS\" bench metric --device \$DEVICE $arguments --json | tee \"\$OUT/metric.json\"" ;;
    torch) part torch '$PY "$HERE/torch_metric.py" "$DEVICE" "$SIZE" "$OUT/torch.json"' ;;
    paint) part paint 'sh "$HERE/paint.sh"' ;;
    *) echo "There is no part '$name'; system, noise, abi, golden, metric, torch and paint are." ;;
  esac
done
echo "== done after $SECONDS seconds"
