using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Nights.DreamSim.Checkpoints.Pickles;

/// <summary>
/// Reads a pickle as data: a stack machine that builds numbers, texts, lists, dictionaries and descriptions of tensors, and knows no code. What a
/// pickle can call is on a list (<see cref="AllowedGlobals"/>); every other name ends the reading.
/// </summary>
/// <remarks>Source: the operations as CPython's pickletools describes them, protocols 2 to 5 without out-of-band buffers.</remarks>
internal sealed class PickleReader(Stream content)
{
    private const int LongestText = 1 << 24;
    private const int MostOperations = 50_000_000;
    private readonly List<object?> stack = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>Reads one pickle; the stream then stands behind it.</summary>
    /// <exception cref="InvalidDataException">Cut short, damaged, or more than data. The message continues a sentence about the file.</exception>
    public object? Read()
    {
        stack.Clear();
        memo.Clear();
        for (var operations = 0; operations < MostOperations; operations++)
        {
            var operation = content.ReadByte();
            if (operation == '.') return Pop();
            Do(operation);
        }

        throw new InvalidDataException($"it has more than {MostOperations} operations");
    }

    private void Do(int operation)
    {
        switch (operation)
        {
            case -1: throw new InvalidDataException("it is cut short");

            case 0x80: Bytes(1); break;                                        // PROTO
            case 0x95: Bytes(8); break;                                        // FRAME

            case '(': stack.Add(PickleMark.Value); break;                      // MARK
            case '0': Pop(); break;                                            // POP
            case '1': PopToMark(); break;                                      // POP_MARK
            case '2': stack.Add(Top()); break;                                 // DUP

            case 'N': stack.Add(null); break;
            case 0x88: stack.Add(true); break;
            case 0x89: stack.Add(false); break;
            case 'J': stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))); break;
            case 'K': stack.Add((long)Bytes(1)[0]); break;
            case 'M': stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2))); break;
            case 0x8a: Integer(new BigInteger(Bytes(Bytes(1)[0]))); break;    // LONG1
            case 'G': stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8))); break;

            case 'X': stack.Add(Text(Length32())); break;                      // BINUNICODE
            case 0x8c: stack.Add(Text(Bytes(1)[0])); break;                    // SHORT_BINUNICODE
            case 0x8d: stack.Add(Text(Length64())); break;                     // BINUNICODE8
            case 'U': stack.Add(Text(Bytes(1)[0])); break;                     // SHORT_BINSTRING
            case 'T': stack.Add(Text(Length32())); break;                      // BINSTRING
            case 'C': stack.Add(Bytes(Bytes(1)[0]).ToArray()); break;          // SHORT_BINBYTES
            case 'B': stack.Add(Bytes(Length32()).ToArray()); break;           // BINBYTES
            case 0x8e: stack.Add(Bytes(Length64()).ToArray()); break;          // BINBYTES8

            case ']': stack.Add(new List<object?>()); break;
            case ')': stack.Add(Array.Empty<object?>()); break;
            case '}': stack.Add(new PickledDictionary()); break;
            case 0x8f: stack.Add(new List<object?>()); break;                  // EMPTY_SET
            case 'l': stack.Add(PopToMark().ToList()); break;
            case 't': stack.Add(PopToMark()); break;
            case 0x85: stack.Add(Take(1)); break;                              // TUPLE1
            case 0x86: stack.Add(Take(2)); break;
            case 0x87: stack.Add(Take(3)); break;
            case 'd': Fill(new PickledDictionary(), PopToMark(), push: true); break;
            case 'a': Append([Pop()]); break;
            case 'e' or 0x90: Append(PopToMark()); break;                      // APPENDS, ADDITEMS
            case 's': { var pair = Take(2); Fill(Top<PickledDictionary>(), pair, push: false); break; }
            case 'u': { var pairs = PopToMark(); Fill(Top<PickledDictionary>(), pairs, push: false); break; }

            case 'q': memo[Bytes(1)[0]] = Top(); break;                        // BINPUT
            case 'r': memo[Length32()] = Top(); break;                         // LONG_BINPUT
            case 0x94: memo[memo.Count] = Top(); break;                        // MEMOIZE
            case 'h': stack.Add(Recall(Bytes(1)[0])); break;                   // BINGET
            case 'j': stack.Add(Recall(Length32())); break;                    // LONG_BINGET

            case 'c': stack.Add(AllowedGlobals.Find(Line(), Line())); break;   // GLOBAL
            case 0x93: { var names = Take(2); stack.Add(AllowedGlobals.Find(names[0] as string ?? "", names[1] as string ?? "")); break; }
            case 'R': { var call = Take(2); stack.Add(AllowedGlobals.Call(call[0], call[1])); break; }
            case 0x81: { var made = Take(2); stack.Add(AllowedGlobals.New(made[0])); break; }     // NEWOBJ
            case 'b': Build(); break;
            case 'Q': stack.Add(Storage(Pop())); break;                        // BINPERSID

            default: throw new InvalidDataException($"it has the operation 0x{operation:x2}, which files of weights do not have");
        }
    }

    /// <summary>Attributes of an object: kept for records, left away for dictionaries and tensors (torch adds a version to the former).</summary>
    private void Build()
    {
        var state = Pop();
        if (Top() is PickledRecord record) record.State = state;
        else if (Top() is not (PickledDictionary or PickledTensor)) throw new InvalidDataException("it gives attributes to something that has none");
    }

    private static PickledStorage Storage(object? id) => id switch
    {
        object?[] and ["storage", PickledGlobal type, string key, _, long count, ..] when PickledStorage.TypeOf(type) is { } scalar && count is >= 0 and < 1L << 56 =>
            new PickledStorage(key, scalar, count),
        _ => throw new InvalidDataException("it refers to something outside of it that is no storage of a tensor"),
    };

    private void Integer(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue) stack.Add((long)number);
        else stack.Add(number);
    }

    private void Append(object?[] items) => Top<List<object?>>().AddRange(items);

    private void Fill(PickledDictionary dictionary, object?[] items, bool push)
    {
        if (items.Length % 2 != 0) throw new InvalidDataException("a dictionary has a key without a value");
        for (var i = 0; i < items.Length; i += 2) dictionary.Pairs.Add((items[i], items[i + 1]));
        if (push) stack.Add(dictionary);
    }

    private object? Recall(long key) => memo.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"it recalls {key}, which it never remembered");

    private object? Top() => stack.Count > 0 && stack[^1] is not PickleMark ? stack[^1] : throw new InvalidDataException("it takes from an empty stack");

    private T Top<T>() => Top() is T value ? value : throw new InvalidDataException($"it adds to a {Top()?.GetType().Name ?? "None"} as if it were a {typeof(T).Name}");

    private object? Pop()
    {
        var value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] Take(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--) items[i] = Pop();
        return items;
    }

    private object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(PickleMark.Value);
        if (mark < 0) throw new InvalidDataException("it closes what it never opened");
        var items = stack.GetRange(mark + 1, stack.Count - mark - 1).ToArray();
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private long Length32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private long Length64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    private string Text(long length) => Encoding.UTF8.GetString(Bytes(length));

    private string Line()
    {
        var line = new StringBuilder();
        for (var letter = content.ReadByte(); letter != '\n'; letter = content.ReadByte())
        {
            if (letter < 0 || line.Length > 1000) throw new InvalidDataException("it is cut short within a name");
            line.Append((char)letter);
        }

        return line.ToString();
    }

    private ReadOnlySpan<byte> Bytes(long count)
    {
        if (count is < 0 or > LongestText) throw new InvalidDataException($"it has a text of {count} bytes; {LongestText} are the most");
        var bytes = new byte[count];
        return content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : throw new InvalidDataException("it is cut short");
    }
}
