namespace Nights.DreamSim.Checkpoints.Pickles;

/// <summary>A class or function that a pickle names. Nothing behind the name is ever looked up.</summary>
internal sealed record PickledGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A dictionary, pairs in the order of the file; of two equal keys the later counts.</summary>
internal sealed class PickledDictionary
{
    public List<(object? Key, object? Value)> Pairs { get; } = [];
}

/// <summary>An object whose class is of no interest here: kept as a record of what the file says of it.</summary>
internal sealed class PickledRecord(PickledGlobal type)
{
    public PickledGlobal Type { get; } = type;

    /// <summary>Its attributes, if the file gives any.</summary>
    public object? State { get; set; }
}

/// <summary>Stands on the stack below what belongs together.</summary>
internal sealed class PickleMark
{
    public static PickleMark Value { get; } = new();
}
