namespace Nights.DreamSim.Checkpoints.Pickles;

/// <summary>
/// The only names that a file of weights may call, and what they mean here. None of them runs anything: they describe tensors and containers.
/// </summary>
/// <remarks>Source: the names that torch.save (pytorch/pytorch, torch/_utils.py and torch/serialization.py) writes for tensors and their containers.</remarks>
internal static class AllowedGlobals
{
    private const string Tensors = "torch._utils";

    private static readonly HashSet<string> Records =
    [
        "argparse.Namespace",                                                  // the arguments of a training run, beside its weights
        "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.dtype", "_codecs.encode",      // its losses
    ];

    /// <summary>Lists with a type, in a TorchScript archive: the list itself.</summary>
    private static readonly HashSet<string> TypedLists = ["torch.jit._pickle.build_intlist", "torch.jit._pickle.build_doublelist", "torch.jit._pickle.build_boollist", "torch.jit._pickle.build_tensorlist"];

    private static readonly HashSet<string> Others = ["collections.OrderedDict", "torch.Size", $"{Tensors}._rebuild_tensor_v2", $"{Tensors}._rebuild_tensor", $"{Tensors}._rebuild_parameter"];

    /// <summary>The modules of a TorchScript archive: classes of the archive itself, read as records.</summary>
    private static bool IsScript(PickledGlobal global) =>
        global.Module == "__torch__" || global.Module.StartsWith("__torch__.", StringComparison.Ordinal);

    private static bool IsDtype(PickledGlobal global) => global.Module == "torch"
        && global.Name is "float64" or "float32" or "float16" or "bfloat16" or "int64" or "int32" or "int16" or "int8" or "uint8" or "bool";

    /// <exception cref="InvalidDataException">The name is not on the list.</exception>
    public static PickledGlobal Find(string module, string name)
    {
        var global = new PickledGlobal(module, name);
        return Others.Contains(global.ToString()) || TypedLists.Contains(global.ToString()) || IsRecord(global) || IsDtype(global) || PickledStorage.TypeOf(global) is not null
            ? global
            : throw new InvalidDataException(
                $"it names '{global}', which no file of weights needs. Nothing was run. Files of weights name tensors, their storages, dictionaries and numbers; whole models and other objects cannot be read");
    }

    /// <summary>The value of a call.</summary>
    /// <exception cref="InvalidDataException">The arguments are not those of the call.</exception>
    public static object? Call(object? callable, object? arguments)
    {
        if (callable is not PickledGlobal global) throw new InvalidDataException("it calls something that is no name");
        return (global.ToString(), arguments) switch
        {
            (Tensors + "._rebuild_tensor_v2" or Tensors + "._rebuild_tensor", object?[] and [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]) =>
                new PickledTensor(storage, offset, Numbers(shape), Numbers(strides)).Checked(),
            (Tensors + "._rebuild_parameter", object?[] and [PickledTensor tensor, ..]) => tensor,
            ("collections.OrderedDict", object?[] and []) => new PickledDictionary(),
            ("collections.OrderedDict", object?[] and [List<object?> pairs]) => Dictionary(pairs),
            (var list, object?[] and [List<object?> values]) when TypedLists.Contains(list) => values,
            ("torch.Size", object?[] and [object?[] sizes]) => sizes,
            _ when IsRecord(global) => new PickledRecord(global),
            _ => throw new InvalidDataException($"it calls '{global}' with arguments that this name does not take"),
        };
    }

    /// <summary>An object of a class without a call: a record, or an empty dictionary.</summary>
    public static object New(object? type) => type switch
    {
        PickledGlobal global when IsRecord(global) => new PickledRecord(global),
        PickledGlobal { Module: "collections", Name: "OrderedDict" } => new PickledDictionary(),
        _ => throw new InvalidDataException($"it makes an object of '{type}', which is no class of a container"),
    };

    private static bool IsRecord(PickledGlobal global) => Records.Contains(global.ToString()) || IsScript(global);

    private static PickledDictionary Dictionary(List<object?> pairs)
    {
        var dictionary = new PickledDictionary();
        foreach (var pair in pairs)
        {
            var (key, value) = pair switch
            {
                object?[] and [var k, var v] => (k, v),
                List<object?> and [var k, var v] => (k, v),
                _ => throw new InvalidDataException("a dictionary is made of things that are no pairs"),
            };
            dictionary.Pairs.Add((key, value));
        }

        return dictionary;
    }

    private static long[] Numbers(object?[] values) =>
        [.. values.Select(value => value as long? ?? throw new InvalidDataException("the shape of a tensor has something in it that is no whole number"))];
}
